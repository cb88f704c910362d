// Questions to the farm. Whatever goes wrong ends as an Error whose message a person can read.

const PATIENCE_MS = 20_000;

/** @returns the answer's JSON. @throws Error (with unreachable set if no answer came) */
export async function ask(address, options = {}) {
    let response;
    try {
        response = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (problem) {
        const error = new Error(problem.name === 'TimeoutError'
            ? `The farm has not answered for ${PATIENCE_MS / 1000} s.`
            : 'The farm does not answer: it has stopped, or the connection is gone.');
        error.unreachable = true;
        throw error;
    }
    let answer;
    try {
        answer = await response.json();
    } catch {
        throw new Error(`The farm answered ${response.status} without saying more.`);
    }
    if (!response.ok) {
        throw new Error(answer.error ?? `The farm answered ${response.status}.`);
    }
    return answer;
}

/** Sends JSON. */
export function post(address, said) {
    return ask(address, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(said),
    });
}
