/**
 * A number after its series, but for programs that put the series there already: one without a letter may begin any
 * number by chance.
 */
export function numberInSeries(series: string | null, number: string | null, joint: string): string | null {
  if (series === null || number === null) return number ?? series
  return /\p{L}/u.test(series) && number.startsWith(series) ? number : `${series}${joint}${number}`
}
