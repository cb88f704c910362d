package armfarm.episodes.tfrecord;

import armfarm.episodes.tfrecord.wire.BytesList;
import armfarm.episodes.tfrecord.wire.Feature;
import armfarm.episodes.tfrecord.wire.Features;
import armfarm.episodes.tfrecord.wire.FloatList;
import armfarm.episodes.tfrecord.wire.Int64List;
import armfarm.messages.Pose;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Collects the features of one record by name. Confined to one thread. */
final class FeatureMap {
    private final Features.Builder features = Features.newBuilder();

    FeatureMap floats(String name, double... values) {
        FloatList.Builder list = FloatList.newBuilder();
        for (double value : values) {
            list.addValue((float) value);
        }
        return put(name, Feature.newBuilder().setFloatList(list).build());
    }

    /** x y z in metres, then the quaternion x y z w. */
    FeatureMap pose(String name, Pose pose) {
        return floats(name, numbers(pose));
    }

    FeatureMap integers(String name, long... values) {
        Int64List.Builder list = Int64List.newBuilder();
        for (long value : values) {
            list.addValue(value);
        }
        return put(name, Feature.newBuilder().setInt64List(list).build());
    }

    FeatureMap text(String name, String value) {
        return bytes(name, List.of(ByteString.copyFromUtf8(value)));
    }

    FeatureMap image(String name, byte[] encoded) {
        return bytes(name, List.of(ByteString.copyFrom(encoded)));
    }

    FeatureMap bytes(String name, List<ByteString> values) {
        return put(
                name,
                Feature.newBuilder()
                        .setBytesList(BytesList.newBuilder().addAllValue(values))
                        .build());
    }

    Features build() {
        return features.build();
    }

    static double[] numbers(Pose pose) {
        return new double[] {pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw()
        };
    }

    /** The message's bytes with the names sorted: the same features give the same bytes. */
    static byte[] serialize(MessageLite message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    private FeatureMap put(String name, Feature feature) {
        features.putFeature(name, feature);
        return this;
    }
}
