// One stored attempt: what it saw, what was decided, how it ended and who says so.
import { element, make, setText } from './dom.js';

const id = location.pathname.split('/').pop();
setText('id', id);
element('by').value = localStorage.getItem('armfarm-name') ?? '';
element('say').addEventListener('submit', event => {
    event.preventDefault();
    const by = element('by').value.trim();
    const note = element('note').value.trim();
    localStorage.setItem('armfarm-name', by);
    if (event.submitter.name === 'outcome') {
        send('labels', { outcome: event.submitter.value, by, note });
    } else {
        send('exclusion', { excluded: element('exclude').dataset.excluded !== 'true', by, reason: note });
    }
});
ask(`/api/attempts/${id}`, {});

function send(what, said) {
    ask(`/api/attempts/${id}/${what}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(said),
    });
}

async function ask(address, options) {
    const response = await fetch(address, options);
    const answer = await response.json();
    element('trouble').hidden = response.ok;
    if (response.ok) {
        show(answer);
    } else {
        setText('trouble', answer.error);
    }
}

function show(answer) {
    const attempt = answer.attempt;
    element('exclude').dataset.excluded = attempt.excluded;
    setText('exclude', attempt.excluded ? 'take back in' : 'exclude');
    document.title = `${attempt.arm}, ${attempt.outcome} - Armfarm`;
    setText('outcome', attempt.outcome);
    element('outcome').dataset.outcome = attempt.outcome;
    element('images').replaceChildren(...answer.frames.map(frame => make('li', {}, make('figure', {},
        make('img', { src: `/api/attempts/${id}/images/${frame.sequence}`, alt: frame.kind }),
        make('figcaption', {}, `${frame.sequence}: ${frame.kind}, ${frame.stamp}`)))));
    element('facts').replaceChildren(...Object.entries(attempt).filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, name.replaceAll('_', ' ')),
            make('td', {}, String(value)))));
    element('steps').replaceChildren(...answer.steps.map(step => row(
        step.step,
        step.model || (step.exploration ? 'exploration' : 'random'),
        step.predicted === null ? '' : step.predicted.toFixed(3),
        [step.command_dx_meters, step.command_dy_meters, step.command_dz_meters].map(v => v.toFixed(3)).join(', ')
            + `, ${(Math.atan2(step.command_sin_dyaw, step.command_cos_dyaw) * 180 / Math.PI).toFixed(1)}`,
        step.cem_seed)));
    element('labels').replaceChildren(...answer.labels.map(label => row(
        label.source, label.outcome, label.confidence.toFixed(2), label.labelled_at, label.labelled_by ?? '', label.note ?? '')));
}

function row(...values) {
    return make('tr', {}, ...values.map(value => make('td', {}, String(value))));
}
