import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { Role } from '../src/accounts/accounts.table.ts'
import type { Language } from '../src/language.ts'
import { KeysDialog } from './parts/keys-dialog.tsx'
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
          <script src="/assets/choices.js" />
          <link rel="stylesheet" href="/assets/folio.css" />
        </head>
        <body>
          <a class="skip" href="#main">
            {t.skip}
          </a>
          <Header language={language} title={title} account={account} t={t} />
          <div id="flash" class="notice bad" role="alert" hidden data-not-sent={t.notSent} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <Footer t={t} />
          <KeysDialog language={language} />
          {since !== undefined && <div hidden hx-ws:connect={`/ws?as=html&since=${since}`} hx-swap="none" />}
          {/* here and not deferred: a deferred htmx may begin before its extension has arrived, and the page stays deaf */}
          <script src="/assets/htmx.js" />
          <script src="/assets/hx-ws.js" />
          <script type="module" src="/assets/folio.js" />
        </body>
      </html>
    </>
  )
}

type HeaderProps = Pick<Props, 'language' | 'title' | 'account'> & { t: Words }

const Header = ({ language, title, account, t }: HeaderProps) => (
  <header class="top">
    <a class="brand" href="/">
      <img src="/assets/icon.svg" alt="" width="28" height="28" />
      Folio
    </a>
    {account && (
      <nav class="menu" aria-label={t.mainMenu}>
        {placesFor(account.role).map(([href, name]) => (
          <a href={href} aria-current={t[name] === title ? 'page' : undefined}>
            {t[name]}
          </a>
        ))}
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

/** The places there are, and from which role on; each page has the title of its place. */
const places = [
  ['/', 'inbox', 'uploader'],
  ['/dashboard', 'dashboard', 'reviewer'],
  ['/capture', 'capture', 'uploader'],
  ['/batches', 'batches', 'uploader'],
  ['/exports', 'exports', 'uploader'],
  ['/memory', 'memory', 'reviewer'],
  ['/queue', 'queue', 'admin'],
  ['/settings', 'settings', 'admin'],
  ['/admin', 'people', 'admin'],
  ['/docs', 'api', 'uploader'],
] as const satisfies [href: string, name: keyof Words, from: Role][]
const ranks: Role[] = ['uploader', 'reviewer', 'admin']

const placesFor = (role: Role = 'reviewer') =>
  places.filter(([, , from]) => ranks.indexOf(from) <= ranks.indexOf(role))

const Footer = ({ t }: { t: Words }) => (
  <footer class="bottom with-script">
    <button type="button" class="quiet" id="open-keys">
      {t.keys} <kbd>?</kbd>
    </button>
    <fieldset class="themes" aria-label={t.theme}>
      {(['system', 'light', 'dark'] as const).map((theme) => (
        <button type="button" class="quiet" data-theme-is={theme}>
          {{ system: t.themeSystem, light: t.themeLight, dark: t.themeDark }[theme]}
        </button>
      ))}
    </fieldset>
  </footer>
)
