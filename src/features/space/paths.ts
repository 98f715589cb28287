/** Where the workspace's tabs stand. */
export const tabPaths = {
  today: '/espace',
  publish: '/espace/publier',
  talk: '/espace/echanger',
  do: '/espace/agir',
  files: '/espace/documents',
} as const
