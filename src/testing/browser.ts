import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import type { Server } from './server.ts'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of this machine, if it has one; its path, so that a test can say that it was skipped. */
export const browserPath = places.find((place) => existsSync(place))

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

/** Signs in with the link that a server has printed; it is good for one time, so every context gets its cookie. */
export async function signIn(browser: Browser, { output }: Server) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(/http\S+sign-in\?token=\S+/.exec(output())![0])
  await page.click('form[action="/sign-in"] button[type=submit]')
  const state = await context.storageState()
  await context.close()
  return state
}
