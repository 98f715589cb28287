/** Where the workspace's tabs stand. */
export const tabPaths = {
  today: '/aujourd-hui',
  publish: '/publier',
} as const
