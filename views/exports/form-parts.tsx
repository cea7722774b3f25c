import type { FormState } from '../../src/exports/export-form.ts'

interface InputProps {
  name: string
  label: string
  form: FormState
  type?: string
  step?: string
  maxlength?: number
  placeholder?: string
  required?: boolean
  list?: string
}

/** A field with its label, its value kept, and its fault tied to it. */
export const Input = ({ name, label, form, ...input }: InputProps) => {
  const fault = form.faults.get(name)
  return (
    <label>
      {label}
      <input
        name={name}
        value={form.values[name]}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? `${name}-fault` : undefined}
        {...input}
      />
      <Fault name={name} fault={fault} />
    </label>
  )
}

export const Fault = ({ name, fault }: { name: string; fault: string | undefined }) =>
  fault ? (
    <span id={`${name}-fault`} class="fault">
      {fault}
    </span>
  ) : null

interface ChoicesProps {
  name: string
  legend: string
  choices: [value: string, label: string][]
  chosen: string[]
  fault?: string
}

/** Boxes to tick, any number of them. */
export const Choices = ({ name, legend, choices, chosen, fault }: ChoicesProps) => (
  <fieldset aria-describedby={fault ? `${name}-fault` : undefined}>
    <legend>{legend}</legend>
    <div class="choices">
      {choices.map(([value, label]) => (
        <label>
          <input type="checkbox" name={name} value={value} checked={chosen.includes(value)} />
          {label}
        </label>
      ))}
    </div>
    <Fault name={name} fault={fault} />
  </fieldset>
)
