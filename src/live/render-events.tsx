import type { Deps } from '../deps.ts'
import type { RenderEvents } from './sockets.ts'

export const renderEvents =
  (_deps: Deps): RenderEvents =>
  async () =>
    ''
