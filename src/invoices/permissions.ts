import type { Account } from '../accounts/accounts.table.ts'
import { AppError } from '../errors.ts'

const forbidden = (es: string, en: string) => new AppError('forbidden', { es, en })

/** Validating other people's documents is for reviewers and admins. */
export function requireReviewer(account: Account) {
  if (account.role === 'uploader')
    throw forbidden(
      'Solo revisores y administradores pueden validar facturas.',
      'Only reviewers and admins may validate invoices.',
    )
}

export function requireAdmin(account: Account) {
  if (account.role !== 'admin')
    throw forbidden('Solo los administradores pueden hacer esto.', 'Only admins may do this.')
}
