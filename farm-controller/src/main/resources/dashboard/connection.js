// The stream of snapshots, kept alive for as long as the page is open.
// A server that has gone silent counts as lost as well: it sends something every second.

const SILENCE_MS = 4000;
const RETRY_MS = 1500;

/**
 * @param url address of the event stream
 * @param handlers onStatus(object), onTrouble(string), onState('connecting' | 'live' | 'lost')
 */
export function connect(url, { onStatus, onTrouble, onState }) {
    let source = null;
    let watchdog = 0;

    function open() {
        clearTimeout(watchdog);
        source?.close();
        source = new EventSource(url);
        source.addEventListener('status', event => {
            heard();
            onStatus(JSON.parse(event.data));
        });
        source.addEventListener('trouble', event => {
            heard();
            onTrouble(event.data);
        });
        source.onerror = lost;
        watchdog = setTimeout(lost, SILENCE_MS);
    }

    function heard() {
        onState('live');
        clearTimeout(watchdog);
        watchdog = setTimeout(lost, SILENCE_MS);
    }

    function lost() {
        source.close();
        onState('lost');
        clearTimeout(watchdog);
        watchdog = setTimeout(open, RETRY_MS);
    }

    onState('connecting');
    open();
    addEventListener('online', open);
}
