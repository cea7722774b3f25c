import { expect, test } from 'bun:test'
import { parseXml, type XmlElement } from './xml-tree.ts'

const shown = ({ name, namespace, children }: XmlElement): unknown =>
  children.length ? [name, namespace, children.map(shown)] : [name, namespace]

test('elements have their local name and what their prefix means there', () => {
  const root = parseXml(
    '<a xmlns="u:1" xmlns:p="u:2"><p:b/><c xmlns="u:3"><d/><p:e xmlns:p="u:4"/></c><q:f/><g/></a>',
  )
  expect(shown(root)).toEqual([
    'a',
    'u:1',
    [
      ['b', 'u:2'],
      [
        'c',
        'u:3',
        [
          ['d', 'u:3'],
          ['e', 'u:4'],
        ],
      ],
      ['f', ''],
      ['g', 'u:1'],
    ],
  ])
})

test('attributes are known by their own names; declarations are none, and a prefixed one is second to a plain one', () => {
  const { attributes } = parseXml('<a xmlns:x="u" x:id="2" id="1" x:type="t" toString="s"/>')
  expect([...attributes]).toEqual([
    ['id', '1'],
    ['type', 't'],
    ['toString', 's'],
  ])
})

test('text is all of an element’s own, with its CDATA, entities and characters', () => {
  const root = parseXml('<a>1 &lt; <b>no</b><![CDATA[<&amp;>]]> &#x20AC;<!-- no --></a>')
  expect(root.text).toBe('1 < <&amp;> €')
  expect(root.children[0]!.text).toBe('no')
})

test('too many elements and attributes are refused', () => {
  expect(() => parseXml(`<a>${'<b c="1"/>'.repeat(100_001)}</a>`)).toThrow('over 200000')
  expect(parseXml(`<a>${'<b/>'.repeat(50_000)}</a>`).children).toHaveLength(50_000)
})
