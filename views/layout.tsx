import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Role } from '../src/accounts/accounts.table.ts'
import type { Language } from '../src/language.ts'
import { LanguageSwitch } from './parts/language-switch.tsx'
import { type Words, wordsIn } from './parts/words.ts'

interface Props {
  language: Language
  title: string
  /** Who is signed in; without, there is nothing to navigate. */
  account?: { name: string; role?: Role }
  /** The last event this page knows of; with it the page hears what happens next. */
  since?: number
  children?: Child
}

/** A failure of the server keeps the page as it is; any other answer is a page to show. */
const htmxConfig = JSON.stringify({
  noSwap: [204, 304, '5xx'],
  includeIndicatorCSS: false,
  history: 'reload',
  defaultSettleDelay: 0,
})

export const Layout = ({ language, title, account, since, children }: Props) => {
  const t = wordsIn(language)
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="htmx-config" content={htmxConfig} />
          <title>{title} · Folio</title>
          <link rel="icon" href="/assets/icon.svg" />
          <link rel="stylesheet" href="/assets/folio.css" />
        </head>
        <body>
          <a class="skip" href="#main">
            {t.skip}
          </a>
          <Header language={language} account={account} t={t} />
          <div id="flash" class="notice bad" role="alert" hidden data-not-sent={t.notSent} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          {since !== undefined && <div hidden hx-ws:connect={`/ws?as=html&since=${since}`} hx-swap="none" />}
          {/* here and not deferred: a deferred htmx may begin before its extension has arrived, and the page stays deaf */}
          <script src="/assets/htmx.js" />
          <script src="/assets/hx-ws.js" />
          <script src="/assets/folio.js" />
        </body>
      </html>
    </>
  )
}

const Header = ({
  language,
  account,
  t,
}: {
  language: Language
  account?: { name: string; role?: Role }
  t: Words
}) => (
  <header class="top">
    <a class="brand" href="/">
      <img src="/assets/icon.svg" alt="" width="28" height="28" />
      Folio
    </a>
    {account && (
      <nav class="menu" aria-label={t.mainMenu}>
        <a href="/">{t.inbox}</a>
        <a href="/batches">{t.batches}</a>
        <a href="/exports">{t.exports}</a>
        {account.role !== 'uploader' && <a href="/memory">{t.memory}</a>}
        <a href="/docs">{t.api}</a>
        {account.role === 'admin' && <a href="/admin">{t.people}</a>}
      </nav>
    )}
    <div class="who">
      <LanguageSwitch language={language} />
      {account && (
        <form method="post" action="/sign-out">
          <a class="name" href="/account" title={t.account}>
            {account.name}
          </a>
          <button type="submit" class="quiet">
            {t.signOut}
          </button>
        </form>
      )}
    </div>
  </header>
)
