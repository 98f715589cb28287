import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import { closeHistory, history, redo, undo } from 'prosemirror-history'
import { inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState, Plugin, Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { schema } from './schema.ts'

const { nodes, marks } = schema

/** A tool that is on or off where the caret stands, and what pressing it does. */
export type Tool = {
  readonly name: string
  readonly command: Command
  readonly isOn?: (state: EditorState) => boolean
}

/** The nearest node of these types around the caret, and its depth; undefined when there is none. */
const around = ({ selection: { $from } }: EditorState, ...types: (NodeType | undefined)[]) => {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (types.includes(node.type)) return { node, depth, at: $from.before(depth) }
  }
  return undefined
}

const isHeading = (level: number) => (state: EditorState) => around(state, nodes.heading)?.node.attrs['level'] === level
const heading =
  (level: number): Command =>
  (state, dispatch) => {
    if (isHeading(level)(state)) return setBlockType(nodes.paragraph!)(state, dispatch)
    if (around(state, nodes.list_item, nodes.table)) return false
    return setBlockType(nodes.heading!, { level })(state, dispatch)
  }

/** Lines become a list; a list becomes the other kind, or lines again. */
const list =
  (type: NodeType, other: NodeType): Command =>
  (state, dispatch) => {
    const found = around(state, type, other)
    if (!found) return wrapInList(type)(state, dispatch)
    if (found.node.type === type) return liftListItem(nodes.list_item!)(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup(found.at, type, { isTight: found.node.attrs['isTight'] }))
    return true
  }

const quote: Command = (state, dispatch) =>
  around(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote!)(state, dispatch)

const isMarked = (name: 'strong' | 'em' | 'link') => (state: EditorState) => {
  const { from, $from, to, empty } = state.selection
  const type = marks[name]!
  return empty ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined : state.doc.rangeHasMark(from, to, type)
}

/** Done as one step to undo, apart from what was typed just before and after. */
export const doAlone = (view: EditorView, transaction: Transaction): void => {
  view.dispatch(closeHistory(transaction))
  view.dispatch(closeHistory(view.state.tr))
}

/** In the order of the toolbar. Those that open a panel are given by the toolbar itself. */
export const tools: readonly Tool[] = [
  { name: 'title', command: heading(2), isOn: isHeading(2) },
  { name: 'strong', command: toggleMark(marks.strong!), isOn: isMarked('strong') },
  { name: 'em', command: toggleMark(marks.em!), isOn: isMarked('em') },
  {
    name: 'list',
    command: list(nodes.bullet_list!, nodes.ordered_list!),
    isOn: (state) => around(state, nodes.bullet_list, nodes.ordered_list)?.node.type === nodes.bullet_list,
  },
  {
    name: 'numbers',
    command: list(nodes.ordered_list!, nodes.bullet_list!),
    isOn: (state) => around(state, nodes.bullet_list, nodes.ordered_list)?.node.type === nodes.ordered_list,
  },
  { name: 'subtitle', command: heading(3), isOn: isHeading(3) },
  { name: 'quote', command: quote, isOn: (state) => around(state, nodes.blockquote) !== undefined },
  { name: 'undo', command: undo },
  { name: 'redo', command: redo },
]

export const isOnLink = isMarked('link')

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  if (around(state, nodes.table)) return true
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break!.create()).scrollIntoView())
  return true
})
/** A cell has one line. */
const stayInCell: Command = (state) => around(state, nodes.table) !== undefined

/** Tab is left to go to the next field: no key is a trap (WCAG 2.1.2). */
export const typing = (keys: Readonly<Record<string, Command>>): Plugin[] => [
  inputRules({
    rules: [
      wrappingInputRule(/^\s*[-•–*]\s$/, nodes.bullet_list!),
      wrappingInputRule(
        /^(\d{1,4})\.\s$/,
        nodes.ordered_list!,
        (match) => ({ start: Number(match[1]) }),
        (match, node) => node.childCount + Number(node.attrs['start']) === Number(match[1]),
      ),
      wrappingInputRule(/^>\s$/, nodes.blockquote!),
      textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading!, (match) => ({ level: match[1]!.length })),
    ],
  }),
  keymap({
    ...keys,
    'Mod-b': toggleMark(marks.strong!),
    'Mod-i': toggleMark(marks.em!),
    'Mod-z': undo,
    'Mod-y': redo,
    'Shift-Mod-z': redo,
    'Mod-]': sinkListItem(nodes.list_item!),
    'Mod-[': liftListItem(nodes.list_item!),
    'Shift-Enter': breakLine,
    Backspace: undoInputRule,
    Enter: chainCommands(stayInCell, splitListItem(nodes.list_item!)),
  }),
  keymap(baseKeymap),
  history(),
]
