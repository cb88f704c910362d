// Everything on the page but the chart and the arms.
import { element, make, replaceWhenChanged, setText } from './dom.js';
import { count, counted, duration, interval, percent, seconds, shortModel } from './format.js';

const STANDING_PHASES = ['paused', 'stopped', 'waiting'];
const TITLE_CHARACTERS = 60;
const URGENCY_WORDS = { person: 'Needs a person', heals: 'Heals by itself', expected: 'For your information' };

export function showTop(status) {
    setText('farm-name', status.farmName);
    setText('phase', status.phase);
    element('phase').dataset.phase = status.phase;
    setText('uptime', duration(status.uptimeSeconds));
    document.title = `${titleStart(status)} · Armfarm`;
}

/** Why the farm stands still or who is needed comes before how well it does: a title is often all that is seen. */
function titleStart(status) {
    if (status.problem || STANDING_PHASES.includes(status.phase)) {
        const text = status.problem ?? status.notices[0]?.text ?? '';
        return `${status.problem ? '⚠ ' : ''}${status.phase}${text ? `: ${shortened(text)}` : ''}`;
    }
    const now = successNow(status);
    return `${now ? `${percent(now.success.rate)} · ` : ''}${count(status.attempts.total)} attempts`;
}

function shortened(text) {
    return text.length > TITLE_CHARACTERS ? `${text.slice(0, TITLE_CHARACTERS)}…` : text;
}

/** One line for each thing that somebody should know; the server has put the most urgent first. */
export function showNotices(notices) {
    const list = element('notices');
    list.hidden = notices.length === 0;
    replaceWhenChanged(list, notices, () => notices.map(notice => {
        const line = make('li', { 'data-urgency': notice.urgency, 'data-kind': notice.kind },
            make('b', {}, URGENCY_WORDS[notice.urgency] ?? notice.urgency), make('span', {}, notice.text));
        if (notice.action) {
            line.append(make('span', { class: 'action' }, notice.action));
        }
        return line;
    }));
    // Read aloud when it is new, not when a number in another line changes.
    setText('problem-said', notices.find(notice => notice.urgency === 'person')?.text ?? '');
}

export function showHeadlines(status) {
    showAttempts(status.attempts);
    const now = successNow(status);
    setText('success-now', now ? percent(now.success.rate) : '–');
    setText('success-now-detail', now
        ? `${shortModel(now.version)}, ${interval(now.success)} of ${count(now.success.n)}`
        : 'no model on the arms yet');
    setText('random-rate', percent(status.random.rate));
    setText('random-detail', status.random.n ? `${interval(status.random)} of ${count(status.random.n)}` : 'no attempts yet');
    showHeldOut(status.evaluation);
    showLossTotal(status);
}

function showAttempts(attempts) {
    setText('attempts-total', count(attempts.total));
    setText('attempts-rate', attempts.perSecond.toFixed(1));
    const progress = element('attempts-progress');
    progress.hidden = attempts.target === null;
    if (attempts.target !== null) {
        progress.max = attempts.target;
        progress.value = Math.min(attempts.total, attempts.target);
    }
    const stored = `${count(attempts.stored)} stored`;
    setText('attempts-detail', attempts.target === null ? stored : `of ${count(attempts.target)}, ${stored}`);
}

function showHeldOut({ policyHeldOut, randomHeldOut }) {
    setText('heldout-rate', percent(policyHeldOut.rate));
    const parts = [];
    if (policyHeldOut.n) {
        parts.push(`${interval(policyHeldOut)} of ${count(policyHeldOut.n)}`);
    }
    if (randomHeldOut.n) {
        parts.push(`random ${percent(randomHeldOut.rate)}`);
    }
    setText('heldout-detail', parts.join(', ') || 'evaluated at the end');
}

/** The number is of attempts; records and events, which are other units, are named with theirs. */
function showLossTotal({ attempts, losses }) {
    const lostOtherwise = losses.filter(loss => loss.serious && loss.count > 0);
    setText('losses-total', count(attempts.rejected));
    element('losses-card').dataset.serious = attempts.rejected > 0 || lostOtherwise.length > 0;
    const parts = lostOtherwise.map(loss => `${count(loss.count)} ${loss.what}`);
    parts.push(`${counted(attempts.aborted, 'attempt')} aborted`, `${counted(attempts.duplicates, 'attempt')} came twice`);
    setText('losses-detail', parts.join('; '));
}

export function showTrainer(trainer) {
    setText('trainer-state', trainer.state);
    const progress = element('trainer-progress');
    progress.max = Math.max(1, trainer.total);
    progress.value = trainer.done;
    const parts = [trainer.round ? `Round ${trainer.round}` : 'Before the first round'];
    if (trainer.total) {
        parts.push(`${count(trainer.done)} of ${count(trainer.total)} draws`);
    }
    if (trainer.loss !== null) {
        parts.push(`loss ${trainer.loss.toFixed(3)}`);
    }
    if (trainer.seconds > 0) {
        parts.push(seconds(trainer.seconds));
    }
    replaceWhenChanged(element('trainer-detail'), parts, () => parts.map(part => make('span', {}, part)));
}

export function showModels(models, colors) {
    element('models-empty').hidden = models.length > 0;
    const newestFirst = [...models].reverse();
    const content = [newestFirst, document.documentElement.dataset.theme];
    replaceWhenChanged(element('models'), content, () => newestFirst.map(model => modelRow(model, colors)));
}

function modelRow(model, colors) {
    const dot = make('i', { class: 'dot', 'aria-hidden': 'true' });
    dot.style.background = colors(model.version);
    const success = model.success.n
        ? [make('b', {}, percent(model.success.rate)), make('small', {}, ` ${interval(model.success)}`)]
        : ['–'];
    return make('tr', { 'data-state': model.state },
        make('th', { scope: 'row', title: model.version }, dot, shortModel(model.version)),
        make('td', {}, make('span', { class: 'pill small', title: model.reason }, model.state)),
        make('td', { class: 'right' }, count(model.trainedOnAttempts)),
        make('td', { class: 'right' }, model.validationAuc === null ? '–' : model.validationAuc.toFixed(3)),
        make('td', { class: 'right', title: `${count(model.success.n)} attempts` }, ...success),
        predictionCell(model.prediction));
}

/** In points; certain and large over-confidence is marked. */
function predictionCell(prediction) {
    if (prediction.minusAchieved === null) {
        return make('td', { class: 'right' }, '–');
    }
    const points = value => `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)}`;
    const title = `predicted ${percent(prediction.predicted)} of ${count(prediction.n)} attempts; `
        + `predicted minus achieved ${points(prediction.low)} to ${points(prediction.high)} points`
        + (prediction.tooConfident ? '; certainly too confident' : '');
    return make('td', { class: 'right', title }, make(prediction.tooConfident ? 'b' : 'span', {},
        `${points(prediction.minusAchieved)}${prediction.tooConfident ? ' !' : ''}`));
}

export function showFooter(status) {
    replaceWhenChanged(element('components'), status.components, () => status.components.map(part =>
        make('li', { 'data-state': part.state }, make('i', { class: 'dot', 'aria-hidden': 'true' }),
            `${part.name} `, make('span', { title: part.reason }, partText(part)))));
    replaceWhenChanged(element('losses'), status.losses, () => status.losses.map(loss =>
        make('li', { 'data-serious': loss.serious && loss.count > 0 },
            `${loss.where}: `, make('span', {}, `${count(loss.count)} ${loss.what}`))));
    setText('durability', status.durability);
    setText('data-folder', status.dataFolder);
}

/** What was measured, and how long ago. */
function partText(part) {
    const since = part.state === 'no answer' ? `no answer for ${seconds(part.ageSeconds)}` : part.state;
    const age = part.state === 'running' || part.state === 'waiting' ? `${seconds(part.ageSeconds)} ago` : '';
    return [since, part.address, age, part.state === 'failed' ? part.reason : ''].filter(Boolean).join(' · ');
}

/** The newest model that has decided attempts. */
function successNow(status) {
    return status.models.findLast(model => model.success.n > 0 && model.state !== 'refused');
}
