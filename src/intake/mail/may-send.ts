/** Whether everybody a mail says it is from is on the list: an address, a whole domain (`@example.com`), or `*`. */
export function maySend(from: string[], list: string[]): boolean {
  if (list.includes('*')) return true
  return (
    from.length > 0 &&
    from.every((address) => {
      const lower = address.trim().toLowerCase()
      return list.includes(lower) || list.includes(lower.slice(lower.lastIndexOf('@')))
    })
  )
}
