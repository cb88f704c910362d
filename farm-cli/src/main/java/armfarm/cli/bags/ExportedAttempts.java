package armfarm.cli.bags;

import armfarm.cli.imports.AttemptSink;
import armfarm.cli.imports.ImportTally;
import armfarm.messages.ArmId;
import armfarm.messages.AttemptId;
import armfarm.messages.DepthCodec;
import armfarm.messages.EncodedImage;
import armfarm.messages.FarmException;
import armfarm.messages.FrameCaptured;
import armfarm.messages.GraspAttempt;
import armfarm.messages.ImageHeader;
import armfarm.ros.bag.BagMessage;
import armfarm.ros.messages.CompressedImage;
import armfarm.ros.messages.StringMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts attempts that a farm exported together again. The order of the messages does not matter; an image belongs to the
 * frame that names its hash. Memory is bounded: of attempts and images that find no rest the oldest are given up.
 */
final class ExportedAttempts implements Conversion {
    private static final int MAX_OPEN = 64;

    /** Attempts have a few, imported ones up to a hundred. */
    private static final int MAX_FRAMES = 1000;

    private final Optional<ArmId> arm;
    private final AttemptSink sink;
    private final ImportTally tally;
    private final Map<AttemptId, Open> open = new LinkedHashMap<>();
    private final WaitingImages images = new WaitingImages();

    ExportedAttempts(Optional<ArmId> arm, AttemptSink sink, ImportTally tally) {
        this.arm = arm;
        this.sink = sink;
        this.tally = tally;
    }

    /** What is known of an attempt. */
    private static final class Open {
        private Optional<EventJsonReader> started = Optional.empty();
        private Optional<EventJsonReader> ended = Optional.empty();
        private final Map<Integer, EventJsonReader> frames = new TreeMap<>();
        private boolean stored;
    }

    @Override
    public String kind() {
        return "attempts";
    }

    @Override
    public void accept(BagMessage message) throws Unusable {
        String topic = message.connection().topic();
        if (AttemptTopics.isEvent(topic)) {
            event(topic, RecordedImage.decode(StringMessage.TYPE, message).data());
        } else if (AttemptTopics.isImage(topic)) {
            byte[] bytes =
                    RecordedImage.decode(CompressedImage.TYPE, message).data().bytes();
            RecordedImage.whole(bytes);
            image(bytes);
        } else if (AttemptTopics.isDepth(topic)) {
            byte[] bytes =
                    RecordedImage.decode(CompressedImage.TYPE, message).data().bytes();
            wholeDepth(bytes);
            image(bytes);
        } else {
            tally.ignore();
        }
    }

    private void event(String topic, String text) throws Unusable {
        EventJsonReader event = EventJsonReader.parse(text);
        AttemptId id = event.attempt();
        Open attempt = open.get(id);
        if (attempt == null) {
            attempt = new Open();
            attempt.stored = sink.isStored(id);
            open.put(id, attempt);
        }
        switch (AttemptTopics.eventKind(topic)) {
            case "started" -> attempt.started = Optional.of(event);
            case "frame" -> {
                if (attempt.frames.size() >= MAX_FRAMES) {
                    throw new Unusable("attempt of more than " + MAX_FRAMES + " frames");
                }
                attempt.frames.put(event.sequence(), event);
            }
            default -> attempt.ended = Optional.of(event);
        }
        completeIfWhole(id, attempt);
        dropOldest();
    }

    private void image(byte[] bytes) throws Unusable {
        rejectImages(images.add(bytes));
        for (Map.Entry<AttemptId, Open> entry : List.copyOf(open.entrySet())) {
            completeIfWhole(entry.getKey(), entry.getValue());
        }
    }

    private static void wholeDepth(byte[] bytes) throws Unusable {
        try {
            DepthCodec.decode(new EncodedImage(ImageHeader.PNG, bytes));
        } catch (FarmException e) {
            throw new Unusable("depth image that is not a readable PNG of 16-bit grey");
        }
    }

    private void completeIfWhole(AttemptId id, Open attempt) throws Unusable {
        if (missing(attempt).isPresent()) {
            return;
        }
        open.remove(id);
        List<FrameCaptured> frames = new ArrayList<>();
        try {
            for (EventJsonReader frame : attempt.frames.values()) {
                frames.add(frame.frame(
                        arm,
                        attempt.stored ? new byte[0] : images.get(frame.imageSha256()),
                        attempt.stored ? Optional.empty() : frame.depthSha256().map(images::get)));
            }
            GraspAttempt whole = new GraspAttempt(
                    attempt.started.orElseThrow().started(arm),
                    frames,
                    attempt.ended.orElseThrow().ended(arm));
            if (!attempt.stored) {
                sink.add(whole);
            }
        } catch (Unusable e) {
            tally.rejectAttempt(e.getMessage());
        }
        for (EventJsonReader frame : attempt.frames.values()) {
            images.release(frame.imageSha256());
            frame.depthSha256().ifPresent(images::release);
        }
    }

    /** What an attempt lacks; empty if it is whole. */
    private Optional<String> missing(Open attempt) throws Unusable {
        if (attempt.ended.isEmpty()) {
            return Optional.of("the event 'ended' is missing");
        } else if (attempt.started.isEmpty()) {
            return Optional.of("the event 'started' is missing");
        }
        for (int sequence : attempt.ended.get().frameSequences()) {
            EventJsonReader frame = attempt.frames.get(sequence);
            if (frame == null) {
                return Optional.of("a frame event is missing");
            }
            if (!images.has(frame.imageSha256())) {
                return Optional.of("an image is missing");
            }
            if (!frame.depthSha256().map(images::has).orElse(true)) {
                return Optional.of("the depth of an image is missing");
            }
        }
        return Optional.empty();
    }

    private void dropOldest() throws Unusable {
        while (open.size() > MAX_OPEN) {
            Map.Entry<AttemptId, Open> oldest = open.entrySet().iterator().next();
            open.remove(oldest.getKey());
            tally.rejectAttempt(missing(oldest.getValue()).orElse("given up"));
        }
    }

    private void rejectImages(int count) {
        for (int i = 0; i < count; i++) {
            tally.reject("image that belongs to no frame");
        }
    }

    @Override
    public void end() {
        for (Open attempt : open.values()) {
            try {
                tally.rejectAttempt(missing(attempt).orElse("given up"));
            } catch (Unusable e) {
                tally.rejectAttempt(e.getMessage());
            }
        }
        rejectImages(images.count());
    }
}
