/** What the command line says: progress to standard error, the answer to standard output. */
import { languages, type Job, type Language } from '../../shared/domain.ts';
import type { AppError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/language/errors.ts';
import { stageLabel } from '../../shared/language/jobs.ts';
import type { ParsedArguments } from './arguments.ts';

export interface Output {
  language: Language;
  json: boolean;
  /** A bar on a terminal; elsewhere a line whenever the stage changes. */
  progress: (job: Job) => void;
  /** A line for people; silent with --json. */
  say: (line: string) => void;
  /** Takes the bar off the screen. */
  clear: () => void;
  finish: (result: Record<string, unknown>) => void;
  fail: (error: AppError) => void;
}

const barWidth = 28;

export function createOutput(args: ParsedArguments): Output {
  const json = args.flag('json');
  const language = args.choice('language', languages) ?? 'en';
  const terminal = process.stderr.isTTY === true;
  let lastStage = '';
  let barShown = false;

  function clear(): void {
    if (barShown) process.stderr.write('\r\x1b[K');
    barShown = false;
  }

  return {
    language,
    json,
    clear,
    progress: (job) => {
      const label = stageLabel(job.stage, language);
      if (terminal) {
        const full = Math.round(job.progress * barWidth);
        const left = job.etaSeconds === null ? '' : ` ${Math.max(1, Math.round(job.etaSeconds))} s`;
        const percent = `${Math.round(job.progress * 100)}%`.padStart(4);
        process.stderr.write(`\r\x1b[K${'█'.repeat(full)}${'░'.repeat(barWidth - full)}${percent}${left}  ${label}`);
        barShown = true;
      } else if (!json && label && label !== lastStage) {
        process.stderr.write(`${label}\n`);
      }
      lastStage = label;
    },
    say: (line) => {
      clear();
      if (!json) process.stdout.write(`${line}\n`);
    },
    finish: (result) => {
      clear();
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    },
    fail: (error) => {
      clear();
      process.stderr.write(`${errorSentence(error, language)}\n`);
    },
  };
}
