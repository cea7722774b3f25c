import { expect, test } from 'bun:test'
import { emptyInvoice, type InvoiceData } from '../invoices/invoice-data.ts'
import type { PackedInvoice } from './exported-invoices.ts'
import { journalRows } from './journal.ts'

const booked = (data: Partial<InvoiceData>, status = 'processed') =>
  journalRows({ id: 1, status, data: { ...emptyInvoice, ...data } } as PackedInvoice).map((row) => [
    row[3],
    row[5],
    row[6],
  ])

test('taxes in detail are booked one by one where they add up', () => {
  const taxes = [
    { name: 'IVA', rate: 21, base: 100, amount: 21 },
    { name: 'IRPF', rate: 15, base: 100, amount: -15 },
  ]
  expect(booked({ subtotal: 100, tax: 6, total: 106, taxes })).toEqual([
    ['600', 100, null],
    ['472', 21, null],
    ['472', null, 15],
    ['400', null, 106],
  ])
})

test('a credit note is booked the other way round, whatever its signs', () => {
  const there = [
    ['600', null, 10],
    ['472', null, 2.1],
    ['400', 12.1, null],
  ]
  expect(booked({ document_type: 'credit_note', subtotal: 10, tax: 2.1, total: 12.1 })).toEqual(there)
  expect(booked({ document_type: 'credit_note', subtotal: -10, tax: -2.1, total: -12.1 })).toEqual(there)
})

test('what the amounts leave open is a difference, so that debit and credit are always the same', () => {
  expect(booked({ subtotal: 10, tax: 2.1, total: 12.11 })).toEqual([
    ['600', 10, null],
    ['472', 2.1, null],
    ['555', 0.01, null],
    ['400', null, 12.11],
  ])
  expect(booked({ total: 5 })).toEqual([
    ['600', 5, null],
    ['400', null, 5],
  ])
})

test('what is not confirmed, or has no total, is not booked', () => {
  expect(booked({ total: 5 }, 'waiting_validation')).toEqual([])
  expect(booked({ subtotal: 5 })).toEqual([])
})
