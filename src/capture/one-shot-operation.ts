import { detailsWithout, oneShotAnswer, oneShotFailure } from './one-shot-json.ts'

const file = { type: 'string', format: 'binary', description: 'JPEG, PNG o PDF; 10 MB como máximo' } as const

const limits = {
  'X-RateLimit-Limit': 'Cuántos documentos por hora',
  'X-RateLimit-Remaining': 'Cuántos quedan',
  'X-RateLimit-Reset': 'Cuándo se renueva, en segundos desde 1970',
}

const circumstances = {
  request_id: '550e8400-e29b-41d4-a716-446655440000',
  timestamp: '2026-03-15T10:30:00Z',
  execution_time_ms: 2140,
  cached: false,
}

const found = {
  success: true,
  cufe: '3f1c0d5a8b7e6f4d2c1b0a99887766554433221f',
  invoice_number: 'FACT-2026-001234',
  issuer_name: 'Empresa Ejemplo S.A.S.',
  total: 125750.5,
  products_count: 3,
  cost_lumis: 15,
  status: 'pending_validation',
  message: 'Factura procesada exitosamente',
}

const said = (es: string) => ({ es, en: es })

const failure = (description: string, code: string, message: string, details: object | null = null) => ({
  description,
  schema: oneShotFailure,
  headers: limits,
  example: { success: false, data: null, error: { code, message, details }, ...circumstances },
})
const ocrFailure = (description: string, details: object) =>
  failure(description, 'OCR_PROCESSING_FAILED', 'OCR processing failed', details)

const incomplete = {
  ...detailsWithout(
    said('Faltan datos obligatorios: número de factura y total. Toma la foto de nuevo, nítida y completa.'),
  ),
  partial_data: { invoice_number: null, issuer_name: found.issuer_name, total: null, products_count: 3 },
}

/** How the one-shot call is documented, every answer with an example. */
export const oneShotOperation = {
  summary: 'Leer una factura y recibir sus datos en la misma respuesta',
  description: [
    'El documento pasa por la misma cola y la misma lectura que cualquier otro; la respuesta lo espera 30 segundos como máximo.',
    'Se comprueban en este orden: token, formulario, archivo (400, 413, 415), saldo (402), límite por hora (429).',
    '',
    '- `mode=1` (por defecto): una factura. `mode=2`: varias capturas de una misma factura en una imagen; lo repetido se quita.',
    '- **Cobro**: el coste se reserva antes y se cobra una sola vez, con el resultado. Todo error cuesta 0 Lümis.',
    '- **Repetición**: los mismos bytes con el mismo `mode` reciben durante 24 horas la respuesta ya dada, con `cached: true` y `cost_lumis: 0`; tampoco cuentan para el límite.',
    '- **`OCR_TIMEOUT`**: no se cobra y la factura sigue procesándose. La misma imagen, enviada otra vez, la retoma donde esté: se cobra una vez y queda una sola factura.',
    '- **Si el cliente cuelga** o el servidor se interrumpe, igual: el trabajo sigue, y la misma imagen lo retoma o recibe la respuesta ya lista.',
    '- **Faltan datos**: sin emisor, número, fecha o total no hay resultado; la factura queda en `rejected` con lo encontrado.',
    '- **La imagen no se conserva**: procesada la factura, su descarga responde 410. Quedan su texto y sus campos, en la cola de validación.',
  ].join('\n'),
  form: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { image: file, file, mode: { type: 'string', enum: ['1', '2'], default: '1' } },
        anyOf: [{ required: ['image'] }, { required: ['file'] }],
      },
    },
  },
  answers: {
    200: {
      description: 'Factura procesada; espera validación',
      schema: oneShotAnswer,
      headers: limits,
      example: { success: true, data: found, error: null, ...circumstances },
    },
    400: failure(
      'Falta el archivo o está vacío (`NO_IMAGE_FILE`), el `mode` no existe (`INVALID_MODE`) o el formulario llegó dañado (`MULTIPART_BROKEN`)',
      'NO_IMAGE_FILE',
      "No image file provided. Use 'image' or 'file' field name.",
    ),
    401: {
      ...failure(
        'Token inválido o ausente',
        'UNAUTHENTICATED',
        'Falta una credencial válida: inicia sesión o envía «Authorization: Bearer …».',
      ),
      headers: {},
    },
    402: ocrFailure(
      'Saldo insuficiente',
      detailsWithout(said('Saldo insuficiente de Lümis. Necesitas 15 Lümis.'), 15),
    ),
    413: failure('Archivo de más de 10 MB', 'FILE_TOO_LARGE', 'Image file too large (max 10MB)'),
    415: failure(
      'Ni JPEG ni PNG ni PDF, por sus primeros bytes',
      'INVALID_FORMAT',
      'Invalid image format. Supported: JPEG, PNG, PDF',
    ),
    422: ocrFailure('No se pudo leer, faltan datos, o no terminó a tiempo (`OCR_TIMEOUT`)', incomplete),
    429: ocrFailure(
      'Límite por hora alcanzado',
      detailsWithout(said('Has alcanzado el límite de procesamiento OCR. Intenta más tarde.')),
    ),
    500: failure(
      'Error interno',
      'INTERNAL',
      'Algo falló dentro de Folio. El administrador encuentra la causa en el registro con el request_id.',
    ),
    503: failure(
      'La base de datos o el almacén no responden; `Retry-After` dice cuándo volver',
      'UNAVAILABLE',
      'La base de datos no responde.',
    ),
  },
}
