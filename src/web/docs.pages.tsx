import { Hono } from 'hono'

/** The OpenAPI document, and two ways to read it; all of it served from here. */
export function docsPages(document: object) {
  const text = JSON.stringify(document)
  return new Hono()
    .get('/openapi.json', (c) => c.body(text, 200, { 'Content-Type': 'application/json' }))
    .get('/docs', (c) =>
      c.html(
        <DocsPage title="Folio API">
          <link rel="stylesheet" href="/assets/swagger-ui.css" />
          <div id="swagger" />
          <script src="/assets/swagger-ui.js" />
          <script src="/assets/docs.js" />
        </DocsPage>,
      ),
    )
    .get('/redoc', (c) =>
      c.html(
        <DocsPage title="Folio API · Redoc">
          <div id="redoc" />
          <script src="/assets/redoc.js" />
          <script src="/assets/docs.js" />
        </DocsPage>,
      ),
    )
}

const DocsPage = ({ title, children }: { title: string; children?: unknown }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="icon" href="/assets/icon.svg" />
    </head>
    <body>{children}</body>
  </html>
)
