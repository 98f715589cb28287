/** Where the workspace's tabs stand. */
export const tabPaths = {
  today: '/aujourd-hui',
  publish: '/publier',
  talk: '/echanger',
  do: '/agir',
  files: '/documents',
} as const
