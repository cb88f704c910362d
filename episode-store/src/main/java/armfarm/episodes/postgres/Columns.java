package armfarm.episodes.postgres;

import armfarm.episodes.shard.ImageRef;
import armfarm.messages.CameraInfo;
import armfarm.messages.ModelVersion;
import armfarm.messages.MotorCommand;
import armfarm.messages.Pose;
import armfarm.messages.PredictedCauses;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How the shared words are spread over columns. */
final class Columns {
    private Columns() {}

    static double[] of(Pose pose) {
        return new double[] {pose.xMeters(), pose.yMeters(), pose.zMeters(), pose.qx(), pose.qy(), pose.qz(), pose.qw()
        };
    }

    static double[] of(MotorCommand command) {
        return new double[] {
            command.dxMeters(), command.dyMeters(), command.dzMeters(), command.sinYaw(), command.cosYaw()
        };
    }

    static double[] of(PredictedCauses causes) {
        return new double[] {causes.empty(), causes.slipped(), causes.blocked()};
    }

    static double[] intrinsics(CameraInfo camera) {
        return new double[] {camera.fxPixels(), camera.fyPixels(), camera.cxPixels(), camera.cyPixels()};
    }

    static Optional<Pose> pose(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(Sql.doubles(row, column))
                .map(v -> new Pose(v[0], v[1], v[2], v[3], v[4], v[5], v[6]));
    }

    static MotorCommand command(ResultSet row, String column) throws SQLException {
        Double[] v = Sql.doubles(row, column);
        return new MotorCommand(v[0], v[1], v[2], v[3], v[4]);
    }

    static Optional<PredictedCauses> causes(ResultSet row) throws SQLException {
        return Optional.ofNullable(Sql.doubles(row, "predicted_causes"))
                .map(v -> new PredictedCauses(v[0], v[1], v[2]));
    }

    static CameraInfo camera(ResultSet row) throws SQLException {
        Double[] v = Sql.doubles(row, "camera_intrinsics_pixels");
        return new CameraInfo(
                row.getInt("camera_width_pixels"),
                row.getInt("camera_height_pixels"),
                v[0],
                v[1],
                v[2],
                v[3],
                pose(row, "camera_in_base").orElseThrow());
    }

    static Optional<ModelVersion> model(ResultSet row) throws SQLException {
        return Sql.optionalText(row, "model").map(ModelVersion::new);
    }

    /** Of a frame joined with its shard's name as {@code shard}. */
    static ImageRef image(ResultSet row) throws SQLException {
        return new ImageRef(
                row.getString("shard"), row.getLong("byte_offset"), row.getInt("byte_length"), row.getLong("crc32c"));
    }

    /** Of the same row; empty for a frame without depth. */
    static Optional<ImageRef> depth(ResultSet row) throws SQLException {
        long offset = row.getLong("depth_byte_offset");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new ImageRef(
                        row.getString("shard"), offset, row.getInt("depth_byte_length"), row.getLong("depth_crc32c")));
    }
}
