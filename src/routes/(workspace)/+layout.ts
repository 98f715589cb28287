/** Forms do everything; a page that gains from script says so itself. */
export const csr = false
