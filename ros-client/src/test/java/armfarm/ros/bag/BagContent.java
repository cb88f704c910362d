package armfarm.ros.bag;

import armfarm.ros.messages.MessageFormatException;
import armfarm.ros.messages.StringMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole bag in memory, for tests. */
record BagContent(List<BagMessage> messages, List<BagProblem> problems, Optional<BagIndex> index) {
    static BagContent read(Path file) {
        try (BagReader reader = BagReader.open(file)) {
            List<BagMessage> messages = new ArrayList<>();
            for (Optional<BagMessage> next = reader.next(); next.isPresent(); next = reader.next()) {
                messages.add(next.get());
            }
            return new BagContent(messages, reader.problems(), reader.index());
        }
    }

    static BagContent read(Path folder, byte[] bytes) {
        try {
            return read(Files.write(folder.resolve("test.bag"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The std_msgs/String messages. */
    List<String> texts() {
        return messages.stream()
                .filter(message -> message.connection().type().equals("std_msgs/String"))
                .map(message -> text(message))
                .toList();
    }

    private static String text(BagMessage message) {
        try {
            return StringMessage.TYPE.deserialize(message.data().bytes()).data();
        } catch (MessageFormatException e) {
            throw new UncheckedIOException(e);
        }
    }
}
