/** Everything a person may read exists in both languages, side by side, where it is said. */
export const languages = ['es', 'en'] as const
export type Language = (typeof languages)[number]
export type Text = Readonly<Record<Language, string>>

/** The language a request asks for; Spanish unless English is preferred. */
export function languageOf(acceptLanguage: string | null | undefined): Language {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { language: tag.slice(0, 2), weight: quality ? Number(quality.trim().slice(2)) || 0 : 1 }
    })
    .sort((a, b) => b.weight - a.weight)
  const wish = wishes.find(({ language, weight }) => weight > 0 && languages.includes(language as Language))
  return (wish?.language as Language | undefined) ?? 'es'
}
