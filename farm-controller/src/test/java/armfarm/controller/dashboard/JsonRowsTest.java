package armfarm.controller.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import armfarm.episodes.query.TableColumn;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
    @Test
    void givesTypesThatAreTheColumnsAndDoNotChangeFromRowToRow() {
        JsonRows rows = new JsonRows(new ObjectMapper());
        rows.begin(List.of(
                new TableColumn("gripper_in_base", TableColumn.Type.NUMBERS),
                new TableColumn("metrics", TableColumn.Type.JSON),
                new TableColumn("cem_seed", TableColumn.Type.INTEGER),
                new TableColumn("predicted", TableColumn.Type.NUMBER)));

        rows.row(List.of(List.of(0.5, 1.0), "{\"auc\": 0.75}", 7L, 0.25));
        rows.row(Arrays.asList(null, null, Long.MIN_VALUE, Double.POSITIVE_INFINITY));

        assertThat(rows.rows().get(0).toString())
                .isEqualTo(
                        "{\"gripper_in_base\":[0.5,1.0],\"metrics\":{\"auc\":0.75},\"cem_seed\":\"7\",\"predicted\":0.25}");
        assertThat(rows.rows().get(1).toString())
                .isEqualTo(
                        "{\"gripper_in_base\":null,\"metrics\":null,\"cem_seed\":\"-9223372036854775808\",\"predicted\":null}");
    }
}
