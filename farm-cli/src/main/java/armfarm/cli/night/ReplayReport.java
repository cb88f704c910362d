package armfarm.cli.night;

import armfarm.episodes.StoreDifference;
import java.util.List;
import java.util.Map;

/**
 * What a replay gave; {@code --json} prints it in this order.
 *
 * @param events in the recording
 * @param comparedRows of both stores together, each once
 * @param differentRows rows that are not alike, or in one store only
 * @param faults that happened, by kind
 * @param attempts that the recorded events name
 * @param stored attempts in the replayed store
 * @param rejected attempts of which that store has rejected records and nothing else
 * @param rejectedRecords in that store
 * @param recordingComplete false if the recorder was killed
 * @param seconds that publishing and storing took, the faults included
 * @param recordedSeconds from the first event to the last
 * @param data folder with both stores; empty if they were removed
 * @param differences the first of them
 * @param problems what else is wrong, for people
 */
public record ReplayReport(
        long events,
        long comparedRows,
        long differentRows,
        Map<String, Long> faults,
        long attempts,
        long stored,
        long rejected,
        long rejectedRecords,
        boolean recordingComplete,
        double seconds,
        double recordedSeconds,
        String data,
        List<StoreDifference> differences,
        List<String> problems) {
    public ReplayReport {
        differences = List.copyOf(differences);
        problems = List.copyOf(problems);
    }

    public boolean isEqual() {
        return differentRows == 0 && problems.isEmpty();
    }
}
