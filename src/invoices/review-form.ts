import type { z } from 'zod'
import type { Language } from '../language.ts'
import { typedNumber } from '../typed-number.ts'
import { type FieldName, fieldNames, type InvoiceData, invoiceData, product, taxLine } from './invoice-data.ts'
