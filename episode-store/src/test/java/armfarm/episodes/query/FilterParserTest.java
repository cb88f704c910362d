package armfarm.episodes.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import armfarm.messages.FarmException;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    @Test
    void readsTheExampleOfTheDocumentation() {
        AttemptFilter filter = AttemptFilter.parse(
                "arm in (3,4) and outcome='failure' and predicted>0.9 and model='m0007' and day>='2026-11-01'");

        assertThat(filter.sql())
                .isEqualTo("((((arm in (?, ?) and outcome = ?) and predicted > ?) and model = ?) and day >= ?)");
        assertThat(filter.parameters())
                .containsExactly("arm_3", "arm_4", "failure", 0.9, "m0007", LocalDate.parse("2026-11-01"));
        assertThat(filter.text()).startsWith("arm in (3,4)");
    }

    @Test
    void bindsAndTighterThanOrAndNotTighterThanBoth() {
        AttemptFilter filter = AttemptFilter.parse("not exploration=true or excluded = false AND arm like 'left%'");

        assertThat(filter.sql()).isEqualTo("((not coalesce(exploration = ?, false)) or (excluded = ? and arm like ?))");
        assertThat(filter.parameters()).containsExactly(true, false, "left%");
    }

    @Test
    void readsParenthesesNullTimesAndQuotes() {
        AttemptFilter filter = AttemptFilter.parse(
                "(model is null or object not in ('o''brien')) and started_at < '2026-11-22T10:00:00Z'");

        assertThat(filter.sql()).isEqualTo("((model is null or (not object in (?))) and started_at < ?)");
        assertThat(filter.parameters()).containsExactly("o'brien", Instant.parse("2026-11-22T10:00:00Z"));
    }

    @Test
    void aBlankFilterIsEverything() {
        assertThat(AttemptFilter.parse("  ")).isEqualTo(AttemptFilter.ALL);
    }

    @Test
    void aValueNeverBecomesPartOfTheSql() {
        AttemptFilter filter = AttemptFilter.parse("model='x''; drop table attempt; --'");

        assertThat(filter.sql()).isEqualTo("model = ?");
        assertThat(filter.parameters()).containsExactly("x'; drop table attempt; --");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "outcome='sucess'|found 'sucess' at character 9, expected one of 'success', 'failure', 'unknown', 'aborted'",
                "colour='red'|found 'colour' at character 1, expected one of the columns arm, outcome, predicted",
                "predicted>'0.9'|found '0.9' at character 11, expected a number",
                "predicted>0.9 arm=3|found 'arm' at character 15, expected 'and', 'or' or the end",
                "model='m1|found ''' at character 7, expected the closing quote of this text",
                "day>='November'|found 'November' at character 6, expected a day in single quotes",
                "(arm=3|found the end, expected ')'",
                "arm|found the end, expected =, !=, <",
                "excluded > true|found '>' at character 10, expected '=' or '!='",
                "predicted like '0.9%'|'like' is for columns with free text",
                "arm=3; drop table attempt|found ';' at character 6, expected a column, a value or a sign"
            })
    void saysWhereItStoppedUnderstandingAndWhatItExpected(String text, String message) {
        assertThatThrownBy(() -> AttemptFilter.parse(text))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("\n  " + text + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"((((((", "'", "and", "arm in ()", "arm in (1,)", "not", "=", "arm = = 1", "arm=99999999999"})
    void refusesWhatIsNotAFilter(String text) {
        assertThatThrownBy(() -> AttemptFilter.parse(text)).isInstanceOf(FarmException.class);
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(() -> AttemptFilter.parse("(".repeat(5000) + "arm=1" + ")".repeat(5000)))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("at most 100 levels");
    }
}
