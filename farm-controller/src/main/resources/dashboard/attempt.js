// One stored attempt: what it saw, what was decided, how it ended and who says so.
// Nothing is changed by a key press in a text field, and nothing on the page changes before the farm has said that it is stored.
import { ask, post } from './api.js';
import { element, make, recall, remember, setText } from './dom.js';
import { percent, when } from './format.js';

const id = decodeURIComponent(location.pathname.split('/').pop());
const address = `/api/attempts/${encodeURIComponent(id)}`;
let shown = null;

setText('id', id);
element('by').value = recall('armfarm-name');
for (const button of document.querySelectorAll('#say [data-outcome]')) {
    button.addEventListener('click', () => label(button.dataset.outcome, typed('note')));
}
element('exclude').addEventListener('click', () => exclude(!shown.attempt.excluded, typed('note')));
load();

async function load() {
    try {
        show(await ask(address));
    } catch (problem) {
        setText('trouble', problem.message);
        element('trouble').hidden = false;
    }
}

function label(outcome, note) {
    const before = shown.attempt.outcome;
    send('labels', { outcome, by: typed('by'), note }, `label ${outcome}`,
        before === outcome ? null : ['undo: label it ' + before + ' again', () => label(before, 'undo')]);
}

function exclude(excluded, reason) {
    if (!reason) {
        return refuse('Nothing was saved: fill in the reason first.', 'note');
    }
    send('exclusion', { excluded, by: typed('by'), reason }, excluded ? 'excluded' : 'taken back in',
        [excluded ? 'undo: take it back in' : 'undo: exclude it again', () => exclude(!excluded, 'undo')]);
}

/** @param undo the text and the action of the button that takes it back; null for none */
async function send(what, said, told, undo) {
    if (!said.by) {
        return refuse('Nothing was saved: fill in who you are first.', 'by');
    }
    setUsable(false);
    try {
        show(await post(`${address}/${what}`, said));
    } catch (problem) {
        refuse(problem.unreachable
            ? `Not known to be saved. ${problem.message} What you typed is still here: reload when the farm answers, and look.`
            : `Not saved. ${problem.message}`);
        return;
    } finally {
        setUsable(true);
    }
    element('unsaved').hidden = true;
    remember('armfarm-name', said.by);
    element('note').value = '';
    const why = said.note || said.reason;
    setText('saved-text', `Saved: ${told}, by ${said.by}${why ? `, “${why}”` : ''}.`);
    const button = element('undo');
    button.hidden = undo === null;
    if (undo !== null) {
        setText(button, undo[0]);
        button.onclick = undo[1];
    }
}

function refuse(text, field) {
    setText('unsaved', text);
    element('unsaved').hidden = false;
    if (field) {
        element(field).focus();
    }
}

function typed(field) {
    return element(field).value.trim();
}

function setUsable(usable) {
    element('say').disabled = !usable;
    element('undo').disabled = !usable;
}

function show(answer) {
    shown = answer;
    const attempt = answer.attempt;
    element('trouble').hidden = true;
    setText('exclude', attempt.excluded ? 'take back in' : 'exclude');
    const aborted = attempt.sensor_outcome === 'aborted';
    for (const button of document.querySelectorAll('#say [data-outcome]')) {
        button.disabled = aborted;
        button.title = aborted ? 'An aborted attempt has no outcome to label' : '';
    }
    document.title = `${attempt.arm}, ${attempt.outcome} - Armfarm`;
    setText('outcome', attempt.excluded ? `${attempt.outcome}, excluded` : attempt.outcome);
    element('outcome').dataset.outcome = attempt.outcome;
    showEnds(attempt);
    element('images').replaceChildren(...answer.frames.map(picture));
    element('facts').replaceChildren(...Object.entries(attempt).filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => make('div', {}, make('dt', {}, name.replaceAll('_', ' ')),
            make('dd', {}, name.endsWith('_at') ? when(value) : String(value)))));
    element('steps').replaceChildren(...answer.steps.map(stepRow));
    element('labels').replaceChildren(...answer.labels.map(one => row(one.source, one.outcome,
        right(one.confidence.toFixed(2)), when(one.labelled_at), one.labelled_by ?? '', long(one.note ?? ''))));
    element('curations').replaceChildren(...answer.curations.map(one => row(
        one.action, when(one.done_at), one.done_by, long(one.reason))));
    element('curations-frame').hidden = answer.curations.length === 0;
    element('no-curations').hidden = answer.curations.length > 0;
    element('say').disabled = false;
}

/** Probabilities of all that can happen to a grasp, and what did; hidden where a model did not predict them. */
function showEnds(attempt) {
    element('ends').hidden = attempt.predicted_cause === null;
    const end = attempt.outcome === 'success' ? 'held' : attempt.outcome === 'failure' ? attempt.failure_cause ?? 'failed' : null;
    const ends = [['held', attempt.predicted], ['empty', attempt.predicted_empty], ['slipped', attempt.predicted_slipped],
        ['blocked', attempt.predicted_blocked]];
    if (end === 'failed') {
        ends.push(['failed', null]);
    }
    element('ends-rows').replaceChildren(...ends.map(([name, probability]) => {
        const made = row(name === 'failed' ? 'failed, cause not known' : name, right(percent(probability, 1)),
            name === end ? 'this' : '');
        made.classList.toggle('happened', name === end);
        return made;
    }));
}

/** Bytes that are known to be lost are not asked for. */
function picture(frame) {
    const name = `${frame.sequence}: ${frame.kind}`;
    const none = make('span', { class: 'none' }, frame.lost ? `no image: ${frame.lost}` : 'no image');
    let image = none;
    if (!frame.lost) {
        image = make('img', { src: `${address}/images/${frame.sequence}`, alt: name, width: 256, height: 256 });
        image.addEventListener('error', () => image.replaceWith(none));
    }
    return make('li', {}, make('figure', {}, image, make('figcaption', {}, `${name}, ${when(frame.stamp)}`)));
}

function stepRow(step) {
    const metres = [step.command_dx_meters, step.command_dy_meters, step.command_dz_meters];
    const degrees = Math.atan2(step.command_sin_dyaw, step.command_cos_dyaw) * 180 / Math.PI;
    return row(right(step.step), step.model || (step.exploration ? 'exploration' : 'random'),
        right(step.predicted === null ? '' : step.predicted.toFixed(3)),
        right(metres.some(value => value === null) ? '' : metres.map(value => value.toFixed(3)).join(', ')),
        right(Number.isFinite(degrees) && step.command_cos_dyaw !== null ? degrees.toFixed(1) : ''),
        right(step.cem_seed ?? ''));
}

function row(...values) {
    return make('tr', {}, ...values.map(value => value instanceof Node ? value : make('td', {}, String(value))));
}

function right(value) {
    return make('td', { class: 'right' }, String(value));
}

function long(text) {
    return make('td', { class: 'long' }, text);
}
