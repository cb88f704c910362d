package armfarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.cli.bags.ExportedBag;
import armfarm.controller.base.DataFolder;
import armfarm.controller.links.StoreAccess;
import armfarm.episodes.FarmCounts;
import armfarm.messages.AttemptEnded;
import armfarm.messages.AttemptEvent;
import armfarm.messages.EncodedImage;
import armfarm.messages.EpisodeBatch;
import armfarm.messages.GraspAttempt;
import armfarm.messages.RejectedRecord;
import armfarm.messages.wire.AttemptEventCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a real store: labels, exclusion, purge, rejected records and repair. */
class CurationCommandIT {
    @TempDir
    private Path folder;

    private String data;
    private List<GraspAttempt> attempts;

    @BeforeEach
    void makeAFarm() {
        data = folder.resolve("farm").toString();
        attempts = ExportedBag.write(folder.resolve("first.bag"));
    }

    @Test
    void labelsExcludesAndPurges() throws IOException {
        store(attempts, List.of());
        String first = id(0);

        JsonNode labelled = json(0, "label", first, "failure", "--by", "Ada", "--note", "it slipped");
        assertThat(labelled.path("labels").size()).isEqualTo(4);
        assertThat(labelled.at("/labels/3").toString())
                .contains("\"source\":\"human\"", "\"labelled_by\":\"Ada\"", "\"note\":\"it slipped\"");
        assertThat(run("label", first, "success", "--data", data))
                .as("by whom?")
                .isEqualTo(2);
        assertThat(run("label", id(2), "success", "--by", "Ada", "--data", data))
                .as("aborted")
                .isEqualTo(4);

        String[] exclude = {"exclude", "--where", "outcome = 'failure'", "--by", "Ada", "--reason", "slips"};
        JsonNode dry = json(0, with(exclude, "--dry-run"));
        assertThat(dry.at("/changed/0").asText()).isEqualTo(first);
        JsonNode excluded = json(0, exclude);
        assertThat(excluded.path("changed").size()).isEqualTo(1);
        assertThat(json(0, exclude).path("unchanged").asInt()).isEqualTo(1);
        assertThat(json(0, "include", first, "--by", "Grace", "--reason", "a clear failure")
                        .path("changed")
                        .size())
                .isEqualTo(1);

        String[] purge = {"purge", first, "--by", "Ada", "--reason", "a face"};
        assertThat(run(with(with(purge, "--confirm", "2"), "--data", data))).isEqualTo(2);
        assertThat(json(0, with(purge, "--dry-run")).path("frames").asInt()).isEqualTo(4);
        Path crops = Files.createDirectories(Path.of(data).resolve("training-crops"));
        Files.writeString(crops.resolve("crops.bin"), "pieces of images");
        JsonNode purged = json(0, with(purge, "--confirm", "1"));
        assertThat(crops).isEmptyDirectory();
        assertThat(purged.path("attempts").asInt()).isEqualTo(1);
        assertThat(run("bag", "export", first, "-o", folder.resolve("x.bag").toString(), "--data", data))
                .isEqualTo(4);
        JsonNode history = json(0, "label", first);
        assertThat(history.path("decisions").findValuesAsText("action")).containsExactly("exclude", "include", "purge");
        JsonNode fsck = json(0, "fsck", "--repair");
        assertThat(fsck.path("purged_frames").asInt()).isEqualTo(4);
        assertThat(fsck.path("repaired").size()).isZero();
    }

    @Test
    void asksForTheNumberBeforeItPurges() throws IOException {
        store(attempts, List.of());
        String[] purge = {"purge", "--where", "", "--by", "Ada", "--reason", "faces", "--data", data};

        assertThat(typing("yes\n", purge)).isEqualTo(2);
        assertThat(typing("", purge)).isEqualTo(2);
        assertThat(json(0, "fsck").path("purged_frames").asInt()).isZero();
        assertThat(typing("3\n", purge)).isZero();

        assertThat(json(0, "fsck").path("purged_frames").asInt()).isEqualTo(8);
    }

    @Test
    void refusesToPurgeReplayAndRepairWhileTheFarmRuns() {
        try (DataFolder running = DataFolder.open(Path.of(data))) {
            String root = running.root().toString();
            assertThat(run("purge", "--where", "", "--by", "A", "--reason", "b", "--data", root))
                    .isEqualTo(5);
            assertThat(run("rejected", "retry", "--all", "--data", root)).isEqualTo(5);
            assertThat(run("fsck", "--repair", "--data", root)).isEqualTo(5);
        }
    }

    @Test
    void storesRejectedAttemptsThatAreWholeAndKeepsEveryRecord() throws IOException {
        GraspAttempt whole = attempts.get(0);
        GraspAttempt cut = attempts.get(1);
        List<RejectedRecord> rejected = new ArrayList<>();
        long offset = 100;
        for (AttemptEvent event : events(whole)) {
            // an older version could not even read whose the first one was
            rejected.add(record(
                    offset++,
                    event.sequence() == 0 ? Optional.empty() : Optional.of(event),
                    AttemptEventCodec.encode(event)));
        }
        for (AttemptEvent event : events(cut).subList(1, 3)) {
            rejected.add(record(offset++, Optional.of(event), AttemptEventCodec.encode(event)));
        }
        rejected.add(record(offset++, Optional.empty(), new byte[] {1, 2, (byte) 0xff}));
        AttemptEnded late = lateEnd(attempts.get(2).ended());
        rejected.add(record(offset, Optional.of(late), AttemptEventCodec.encode(late)));
        store(attempts.subList(2, 3), rejected);
        FarmCounts before = counts();
        assertThat(before.attempts()).isEqualTo(before.stored() + before.rejected());

        JsonNode list = json(0, "rejected", "list", "--limit", "2");
        assertThat(list.path("count").asInt()).isEqualTo(10);
        assertThat(list.path("records").size()).isEqualTo(2);
        Path raw = folder.resolve("raw.bin");
        JsonNode shown = json(0, "rejected", "show", "9", "--raw", raw.toString());
        assertThat(shown.path("payload_hex").asText()).isEqualTo("0102ff");
        assertThat(shown.path("decode_error").asText()).contains("damaged or cut");
        assertThat(Files.readAllBytes(raw)).hasSize(3);
        assertThat(json(0, "rejected", "show", "1").path("event").asText()).startsWith("AttemptStarted");
        assertThat(run("rejected", "show", "99", "--data", data)).isEqualTo(2);

        JsonNode one = json(0, "rejected", "retry", "3");
        assertThat(one.path("attempts_stored").asInt()).isEqualTo(1);
        assertThat(one.path("results").size()).as("with those it needed").isEqualTo(6);
        JsonNode all = json(0, "rejected", "retry", "--all");
        assertThat(all.path("attempts_stored").asInt()).isZero();
        assertThat(all.at("/results/7").asText()).contains("is incomplete: found its events [1, 2]");
        assertThat(all.at("/results/9").asText()).contains("damaged or cut");
        assertThat(all.at("/results/10").asText()).contains("what is stored never changes");
        assertThat(all.at("/results/1").asText()).isEqualTo("stored as part of attempt " + whole.id());

        Optional<GraspAttempt> stored =
                StoreAccess.ask(Path.of(data), store -> store.episodes().attempt(whole.id()));
        assertThat(stored).contains(whole);
        FarmCounts after = counts();
        assertThat(after.stored()).isEqualTo(before.stored() + 1);
        assertThat(after.rejectedRecords()).isEqualTo(10);
        assertThat(after.attempts()).isEqualTo(after.stored() + after.rejected());
    }

    /** An end of the same attempt that came after its end. */
    private static AttemptEnded lateEnd(AttemptEnded end) {
        return new AttemptEnded(
                end.attempt(),
                end.arm(),
                end.sequence() + 1,
                end.endedAt(),
                end.labels(),
                end.abortReason(),
                end.gripperOpeningMeters(),
                end.dropTestDifference(),
                end.truthObject(),
                end.deciding(),
                end.robotTime());
    }

    private FarmCounts counts() {
        return StoreAccess.ask(Path.of(data), store -> store.statistics().counts());
    }

    private void store(List<GraspAttempt> some, List<RejectedRecord> rejected) {
        StoreAccess.change(Path.of(data), store -> {
            store.stream().append(new EpisodeBatch(some, rejected, List.of()));
            return some;
        });
    }

    private static List<AttemptEvent> events(GraspAttempt attempt) {
        List<AttemptEvent> events = new ArrayList<>();
        events.add(attempt.started());
        events.addAll(attempt.frames());
        events.add(attempt.ended());
        return events;
    }

    private static RejectedRecord record(long offset, Optional<AttemptEvent> event, byte[] bytes) {
        return new RejectedRecord(
                "arm.events",
                0,
                offset,
                event.map(AttemptEvent::attempt),
                "unknown version 2",
                new EncodedImage(RejectedRecord.PAYLOAD_TYPE, bytes));
    }

    private String id(int index) {
        return attempts.get(index).id().toString();
    }

    private static int typing(String text, String... arguments) {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private static String[] with(String[] first, String... rest) {
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private static int run(String... arguments) {
        return ArmfarmCommand.execute(arguments);
    }

    private JsonNode json(int exitCode, String... arguments) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            assertThat(run(with(arguments, "--data", data, "--json"))).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return new ObjectMapper().readTree(bytes.toString(StandardCharsets.UTF_8));
    }
}
