import type { Child } from 'hono/jsx'
import type { Language } from '../src/language.ts'

export const Layout = ({
  language,
  title,
  children,
}: {
  language: Language
  title: string
  children?: Child
}) => (
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title} · Folio</title>
      <link rel="icon" href="/assets/icon.svg" />
      <link rel="stylesheet" href="/assets/folio.css" />
    </head>
    <body>{children}</body>
  </html>
)
