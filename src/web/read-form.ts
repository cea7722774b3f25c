import type { Context } from 'hono'

/** The fields of a form, each as the text that was typed, as far as it can be stored; what is not there, or is a file, is empty. */
export async function readForm(c: Context): Promise<(name: string) => string> {
  const form = await c.req.parseBody()
  return (name) => {
    const value = form[name]
    return typeof value === 'string' ? value.replaceAll('\u0000', '') : ''
  }
}
