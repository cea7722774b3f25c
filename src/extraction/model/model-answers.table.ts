import { integer, pgTable, text } from 'drizzle-orm/pg-core'

export const modelAnswers = pgTable('model_answers', {
  key: text('key').primaryKey(),
  answer: text('answer').notNull(),
  tokensIn: integer('tokens_in').notNull(),
  tokensOut: integer('tokens_out').notNull(),
})
