/** Bodies make no link by themselves (`linkify: false`): stands for the package `linkify-it` in the editor's script (vite.config.ts). */
export class LinkifyIt {}
