export const one = (selector, within = document) => within.querySelector(selector)
export const all = (selector, within = document) => within.querySelectorAll(selector)
