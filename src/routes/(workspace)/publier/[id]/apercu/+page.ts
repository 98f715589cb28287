/** Outside the members’ frame, so outside its choice too: this page stands without script like the public one that it shows. */
export const csr = false
