const swagger = document.getElementById('swagger')
if (swagger) {
  SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger', deepLinking: true, validatorUrl: null })
}
const redoc = document.getElementById('redoc')
if (redoc) {
  Redoc.init('/openapi.json', { hideDownloadButtons: false, disableSearch: false }, redoc)
}
