/** Words of streets, as they stand before or after a name: Spanish, Portuguese, English, German, French, Italian, Dutch, Malay. */
const before =
  'calle|cl|c/|c\\.|avda?|avenida|paseo|p\\.?o|plaza|pza|pl|praca|camino|cno|ctra|carretera|carr|ronda|travesia|urb|urbanizacion|pol(?:igono)?(?: ind)?|nave|barrio|colonia|col|cra|carrera|calz(?:ada)?|diagonal|transversal|pasaje|rua|alameda|largo|rue|avenue|ave?|boulevard|blvd|bd|impasse|chemin|route|allee|quai|cours|autoroute|zone|za|zi|via|viale|piazza|corso|vicolo|strada|jalan|jln|jl|lorong|lrg|persiaran|lebuh(?:raya)?|kampung|kg|taman|tmn|bandar|kawasan|medan|seksyen|no|lot|km|unit|suite|level|floor|ground floor|wisma|plot|block|blk|shop|p\\.? ?o\\.? box|po box|apartado|apdo|postfach|im|am|an der|in der|auf der|zum|zur'
const behind =
  'street|st|str|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|highway|hwy|parkway|pkwy|court|ct|square|sq|way|terrace|place|pl|plaza|circle|cir|trail|turnpike|broadway|floor|flr'
const german = '(?:strasse|str\\.?|stra.{1,2}e|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt|hof|steig)'
const dutch = '(?:straat|laan|plein|kade|gracht|singel|dijk|weg)'
const countries =
  /^(?:espana|spain|france|francia|deutschland|germany|alemania|italia|italy|portugal|nederland|the netherlands|netherlands|belgique|belgie|belgium|osterreich|austria|schweiz|suisse|switzerland|luxembourg|united kingdom|great britain|england|ireland|united states(?: of america)?|etats[- ]?unis|estados unidos|usa|u\.s\.a\.?|canada|mexico|colombia|chile|peru|argentina|brasil|brazil|panama|ecuador|uruguay|malaysia|singapore|hong kong|china|japan|india|morocco|maroc)\.?$/

const street = [
  new RegExp(`^\\W*(?:${before})(?![a-z])[.,:]?\\s.*\\d|^\\W*(?:${before})(?![a-z])[.,:]? ?\\d`),
  new RegExp(`(?<![a-z])\\d+[a-z]?(?:[-/]\\d+)?,? .*(?<![a-z])(?:${behind})(?![a-z])`),
  new RegExp(`[a-z](?:${german}|${dutch}) \\d|(?<![a-z])(?:${german}) \\d`),
  /^\W*(?:jalan|jln|lot|lorong|taman|tmn|bandar|kawasan|persiaran|kampung|calle|avda|av\.|avenida|carretera|poligono|plaza|rue|avenue|via|viale|piazza|autoroute|boulevard|chemin|seksyen|medan)(?![a-z])/,
  /^\W*(?:no\.?|lot|#)? ?\d+[^\s,]*[, ] *(?:jalan|jln|calle|rue|avenue|chemin|bis|ter|quai|via)(?![a-z])/,
  /\p{L}\W{1,3}n(?:ro|o|um)?\.?:? ?\d{1,5}(?!\d)/u,
  /(?<![a-z])\d(?:st|nd|rd|th|er|o)? (?:floor|flr|piso|planta|etage|stock|og)(?![a-z])|(?<![a-z])(?:ground|first|second|third) (?:floor|flr)(?![a-z])/,
]
const place = [
  // "28001 Madrid", "D-24103 Kiel", "3511 AB Utrecht", "48000 RAWANG, SELANGOR"
  /^\W*(?:[a-z]{1,2}[- ])?\d{4,5}(?:-\d{3})?(?: [a-z]{2})?,? \p{L}{3}/u,
  // "Ocala, FL 34470", "London SE1 9RY"
  /(?<![a-z])[a-z]{2}[.,]? \d{5}(?:-\d{4})?\b|(?<![a-z])[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}(?![a-z\d])/,
  /^[\p{L} .'-]{3,}[,.] ?(?:a[lkzr]|c[aot]|d[ec]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy])\.?$/u,
  /(?<![a-z])\d{4,5} \p{L}{3,}(?:[ ,]|$)|\p{L}{3,} \d{5}$/u,
  /(?<![a-z])(?:kuala lumpur|selangor|johor|penang|pulau pinang|perak|melaka|negeri sembilan|sabah|sarawak|darul ehsan|cedex)(?![a-z])/,
]

const bareStreet = [
  /^\W*[\p{L}][\p{L} .'-]{3,}[ ,]+\d{1,4} ?[a-z]?(?:\W*$|, ?\p{L}{3}[\p{L} .()-]*$)/u,
  /^\W*(?:no\.? ?)?[a-z]{0,2}-?\d{1,4}[a-z]?(?:[-/]\d+)?[a-z]?, ?\p{L}/u,
  /^\W*\d{3,5} \p{L}/u,
  /^\W*\p{L}[\p{L} .'-]{2,30} (?:street|avenue|road|boulevard)\W*$/u,
]

/** "Parklaan 66": a street without a word for one, or a shop with its number. */
export const mayBeStreet = (plain: string): boolean => bareStreet.some((pattern) => pattern.test(plain))

/** Where somebody is to be found: a street with its number, a town with its code, a country. Asked in folded text. */
export const isStreet = (plain: string): boolean => street.some((pattern) => pattern.test(plain))
export const isPlace = (plain: string): boolean =>
  countries.test(plain) || place.some((pattern) => pattern.test(plain))
