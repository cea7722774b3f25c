import { bounds } from '../../src/config.ts'
import { fill, type Words } from '../parts/words.ts'

/** Where a password is chosen; its rule stands below it. */
export const FreshPassword = ({ t, autofocus }: { t: Words; autofocus?: boolean }) => {
  const { least, most } = bounds.passwordCharacters
  return (
    <div class="labelled wide">
      <label for="password">{t.freshPassword}</label>
      <input
        type="password"
        id="password"
        name="password"
        autocomplete="new-password"
        minlength={least}
        maxlength={most}
        required
        autofocus={autofocus}
        aria-describedby="password-rule"
      />
      <small id="password-rule" class="quiet">
        {fill(t.passwordRule, { least })}
      </small>
    </div>
  )
}
