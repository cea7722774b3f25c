/** The part of tesseract.js-core that is used; the package has no types of its own. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm' {
  interface Recogniser {
    Init(path: null, languages: string, engine: number): number
    SetVariable(name: string, value: string): void
    SetImageFile(exif: number, angle: number): number
    Recognize(progress: null): number
    GetTSVText(page: number): string
    Clear(): void
  }
  interface Core {
    FS: { writeFile(path: string, data: Uint8Array): void }
    TessBaseAPI: new () => Recogniser
  }
  export default function start(options: Record<string, (line: string) => void>): Promise<Core>
}
