import { fail, redirect } from '@sveltejs/kit'
import { setTimeout } from 'node:timers/promises'
import { carryWords as words } from '#features/link/carry-words.ts'
import { bundleFr } from '#features/space/messages/bundle-fr.ts'
import { failureSentence } from '#server/http/failures.ts'
import { mayCarry, notTakenToText, readView } from './carry-view.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** A small file is read before the page comes back (milliseconds). */
const SHORT = 3_000

export const load: PageServerLoad = async (event) => {
  await mayCarry(event)
  const failed = event.url.searchParams.get('echec')
  return { view: await readView(event, failed === null ? null : bundleFr.notWritten({ tag: failed.slice(0, 40) })) }
}

export const actions: Actions = {
  lire: async (event) => {
    await mayCarry(event)
    const { actor, arrivedFiles, bundles } = event.locals
    const refuse = async (status: number, problem: string) => fail(status, { view: await readView(event, problem) })
    const [file] = arrivedFiles
    if (!file) return refuse(422, words.failures.noFile)
    if (file.result.tag !== 'kept') return refuse(422, failureSentence(file.result))
    const started = await bundles.read(file.result.upload.id, actor?.person ?? '')
    if (started.tag !== 'started') return refuse(409, notTakenToText(started))
    await Promise.race([started.over, setTimeout(SHORT)])
    redirect(303, '/liaison/cle')
  },
}
