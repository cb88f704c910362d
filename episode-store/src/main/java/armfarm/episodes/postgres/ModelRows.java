package armfarm.episodes.postgres;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelRecords;
import armfarm.episodes.ModelState;
import armfarm.episodes.TrainingSetId;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The model registry's table. */
final class ModelRows implements ModelRecords {
    private final DataSource dataSource;
    private final InstantSource clock;

    ModelRows(DataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Override
    public void save(ModelRecord model) {
        int rows = Sql.update(
                dataSource,
                "Cannot register model " + model.version(),
                """
                insert into model (version, round, state, created_at, training_set_id, metrics, file_name, sha256,
                    reason, state_changed_at)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?) on conflict (version) do nothing\
                """,
                model.version().name(),
                model.round(),
                model.state(),
                model.createdAt(),
                model.trainingSet().map(TrainingSetId::value).orElse(null),
                model.metricsJson(),
                model.fileName(),
                model.sha256(),
                model.reason(),
                model.createdAt());
        if (rows == 0) {
            throw new FarmException(ErrorCode.DATA, "Model " + model.version() + " is already registered");
        }
    }

    @Override
    public List<ModelRecord> all() {
        return Sql.list(
                dataSource,
                "Cannot read the models",
                "select * from model order by round, created_at",
                ModelRows::model);
    }

    @Override
    public void setState(ModelVersion version, ModelState state, String reason) {
        int rows = Sql.update(
                dataSource,
                "Cannot change the state of model " + version,
                "update model set state = ?, reason = ?, state_changed_at = ? where version = ?",
                state,
                reason,
                clock.instant(),
                version.name());
        if (rows == 0) {
            throw new FarmException(ErrorCode.DATA, "Model " + version + " is not registered");
        }
    }

    private static ModelRecord model(ResultSet row) throws SQLException {
        long trainingSet = row.getLong("training_set_id");
        Optional<TrainingSetId> trainingSetId =
                row.wasNull() ? Optional.empty() : Optional.of(new TrainingSetId(trainingSet));
        return new ModelRecord(
                new ModelVersion(row.getString("version")),
                row.getInt("round"),
                ModelState.valueOf(row.getString("state")),
                Sql.instant(row, "created_at"),
                trainingSetId,
                row.getString("metrics"),
                row.getString("file_name"),
                row.getString("sha256"),
                row.getString("reason"));
    }
}
