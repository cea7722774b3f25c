export const digitsOf = (text: string): number[] => Array.from(text, Number)

/** Weights are named from the right: the last value gets the first weight, and they come round again. */
export const weigh = (values: number[], weights: number[]): number =>
  values.reduceRight((sum, value, i) => sum + value * weights[(values.length - 1 - i) % weights.length]!, 0)

export const twoToSeven = [2, 3, 4, 5, 6, 7]
export const twoToNine = [2, 3, 4, 5, 6, 7, 8, 9]
export const twoToEleven = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
