import type { Language } from '../../src/language.ts'
import { wordsIn } from '../parts/words.ts'

interface Props {
  action: string
  language: Language
}

const accept = 'image/jpeg,image/png,image/webp,image/heic'

/** A plain form with two ways to a picture; the script sends it as soon as there is one. */
export const PhotoForm = ({ action, language }: Props) => {
  const t = wordsIn(language)
  return (
    <form
      class="photo"
      method="post"
      action={action}
      enctype="multipart/form-data"
      data-sending={t.sendingPhoto}
    >
      <img class="preview" alt="" hidden />
      <p class="sending" role="status" />
      <div class="ways-in">
        <div class="way">
          <label class="button primary" for="camera">
            {t.takeAPhoto}
          </label>
          <input type="file" id="camera" name="image" accept="image/*" capture="environment" />
        </div>
        <div class="way">
          <label class="button" for="gallery">
            {t.choosePicture}
          </label>
          <input type="file" id="gallery" name="image" accept={accept} />
        </div>
      </div>
      <button type="submit" class="primary without-script">
        {t.sendPhoto}
      </button>
    </form>
  )
}
