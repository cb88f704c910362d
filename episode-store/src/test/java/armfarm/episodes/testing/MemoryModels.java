package armfarm.episodes.testing;

import armfarm.episodes.ModelRecord;
import armfarm.episodes.ModelRecords;
import armfarm.episodes.ModelState;
import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class MemoryModels implements ModelRecords {
    private final Map<ModelVersion, ModelRecord> models = new LinkedHashMap<>();

    @Override
    public synchronized void save(ModelRecord model) {
        if (models.putIfAbsent(model.version(), model) != null) {
            throw new FarmException(ErrorCode.DATA, "Model " + model.version() + " is already registered");
        }
    }

    @Override
    public synchronized List<ModelRecord> all() {
        return models.values().stream()
                .sorted(Comparator.comparingInt(ModelRecord::round).thenComparing(ModelRecord::createdAt))
                .toList();
    }

    @Override
    public synchronized void setState(ModelVersion version, ModelState state, String reason) {
        ModelRecord m = models.get(version);
        if (m == null) {
            throw new FarmException(ErrorCode.DATA, "Model " + version + " is not registered");
        }
        models.put(
                version,
                new ModelRecord(
                        version,
                        m.round(),
                        state,
                        m.createdAt(),
                        m.trainingSet(),
                        m.metricsJson(),
                        m.fileName(),
                        m.sha256(),
                        reason));
    }
}
