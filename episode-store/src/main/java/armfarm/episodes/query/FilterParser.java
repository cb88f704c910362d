package armfarm.episodes.query;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the filter language by recursive descent: or, and, not, parentheses, comparisons, in, like, is null. Values never get
 * into the SQL text. Used once; confined to one thread.
 */
final class FilterParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<text>'(?:[^']|'')*')|(?<number>[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
                    + "|(?<word>[A-Za-z_][A-Za-z_0-9]*)|(?<sign><=|>=|<>|!=|[=<>(),]))");
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");
    private static final int MAX_DEPTH = 100;

    private enum Kind {
        TEXT,
        NUMBER,
        WORD,
        SIGN,
        END
    }

    private record Token(Kind kind, String value, int at) {
        boolean is(String wanted) {
            return kind != Kind.TEXT && value.equalsIgnoreCase(wanted);
        }
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();
    private int next;
    private int depth;

    FilterParser(String source) {
        this.source = source;
    }

    AttemptFilter parse() {
        split();
        String sql = or();
        if (peek().kind() != Kind.END) {
            throw wrong(peek(), "'and', 'or' or the end");
        }
        return new AttemptFilter(source, sql, parameters);
    }

    private void split() {
        Matcher matcher = TOKEN.matcher(source);
        int at = 0;
        while (at < source.length()) {
            matcher.region(at, source.length());
            if (!matcher.lookingAt()) {
                if (source.substring(at).isBlank()) {
                    break;
                }
                int start =
                        at + source.substring(at).indexOf(source.substring(at).strip());
                throw wrong(
                        new Token(Kind.SIGN, source.substring(start, start + 1), start),
                        source.charAt(start) == '\''
                                ? "the closing quote of this text"
                                : "a column, a value or a sign");
            }
            for (Kind kind : List.of(Kind.TEXT, Kind.NUMBER, Kind.WORD, Kind.SIGN)) {
                String found = matcher.group(kind.name().toLowerCase(Locale.ROOT));
                if (found != null) {
                    String value = kind == Kind.TEXT
                            ? found.substring(1, found.length() - 1).replace("''", "'")
                            : found;
                    tokens.add(new Token(kind, value, matcher.end() - found.length()));
                }
            }
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, "", source.length()));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean takeIf(String wanted) {
        boolean found = peek().is(wanted);
        next += found ? 1 : 0;
        return found;
    }

    private void require(String wanted) {
        if (!takeIf(wanted)) {
            throw wrong(peek(), "'" + wanted + "'");
        }
    }

    private String or() {
        String left = and();
        while (takeIf("or")) {
            left = "(" + left + " or " + and() + ")";
        }
        return left;
    }

    private String and() {
        String left = not();
        while (takeIf("and")) {
            left = "(" + left + " and " + not() + ")";
        }
        return left;
    }

    private String not() {
        if (++depth > MAX_DEPTH) {
            throw wrong(peek(), "at most " + MAX_DEPTH + " levels of parentheses and 'not'");
        }
        try {
            if (takeIf("not")) {
                return "(not coalesce(" + not() + ", false))";
            }
            if (takeIf("(")) {
                String inner = or();
                require(")");
                return inner;
            }
            return condition();
        } finally {
            depth--;
        }
    }

    private String condition() {
        Token name = take();
        FilterColumn column =
                name.kind() == Kind.WORD ? FilterColumn.of(name.value()).orElse(null) : null;
        if (column == null) {
            throw wrong(name, "one of the columns " + FilterColumn.labels());
        }
        Token sign = take();
        if (COMPARISONS.contains(sign.value()) && sign.kind() == Kind.SIGN) {
            if (column.type() == FilterColumn.Type.FLAG
                    && !Set.of("=", "!=", "<>").contains(sign.value())) {
                throw wrong(sign, "'=' or '!=' after a column that is true or false");
            }
            return column.label() + " " + sign.value() + " " + value(column);
        }
        if (sign.is("is")) {
            boolean negated = takeIf("not");
            require("null");
            return column.label() + (negated ? " is not null" : " is null");
        }
        if (sign.is("not")) {
            Token second = take();
            if (second.is("in") || second.is("like")) {
                return "(not " + several(column, second) + ")";
            }
            throw wrong(second, "'in' or 'like' after 'not'");
        }
        if (sign.is("in") || sign.is("like")) {
            return several(column, sign);
        }
        throw wrong(sign, "=, !=, <, <=, >, >=, in, like or is after '" + column.label() + "'");
    }

    private String several(FilterColumn column, Token sign) {
        if (sign.is("like")) {
            if (column.type() != FilterColumn.Type.TEXT && column.type() != FilterColumn.Type.ARM) {
                throw wrong(sign, "another sign: 'like' is for columns with free text, not for " + column.label());
            }
            Token pattern = take();
            if (pattern.kind() != Kind.TEXT) {
                throw wrong(pattern, "a pattern in single quotes, with % for anything");
            }
            parameters.add(pattern.value());
            return column.label() + " like ?";
        }
        require("(");
        List<String> values = new ArrayList<>();
        do {
            values.add(value(column));
        } while (takeIf(","));
        require(")");
        return column.label() + " in (" + String.join(", ", values) + ")";
    }

    /** Adds a parameter. @return its place in the SQL */
    private String value(FilterColumn column) {
        Token token = take();
        parameters.add(read(column, token));
        return "?";
    }

    private Object read(FilterColumn column, Token token) {
        FilterColumn.Type type = column.type();
        boolean text = token.kind() == Kind.TEXT;
        try {
            if (type == FilterColumn.Type.FLAG && (token.is("true") || token.is("false"))) {
                return token.is("true");
            } else if (type == FilterColumn.Type.NUMBER && token.kind() == Kind.NUMBER) {
                return Double.parseDouble(token.value());
            } else if (type == FilterColumn.Type.ARM && token.kind() == Kind.NUMBER) {
                return "arm_" + Integer.parseInt(token.value());
            } else if (text && (type == FilterColumn.Type.TEXT || type == FilterColumn.Type.ARM)) {
                return token.value();
            } else if (text && type == FilterColumn.Type.WORD && column.words().contains(token.value())) {
                return token.value();
            } else if (text && type == FilterColumn.Type.DAY) {
                return LocalDate.parse(token.value());
            } else if (text && type == FilterColumn.Type.TIME) {
                return Instant.parse(token.value());
            } else if (text && type == FilterColumn.Type.ID) {
                return UUID.fromString(token.value());
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw wrong(token, type.expected());
        }
        throw wrong(
                token,
                column.words().isEmpty() ? type.expected() : "one of '" + String.join("', '", column.words()) + "'");
    }

    private FarmException wrong(Token found, String expected) {
        String shown =
                found.kind() == Kind.END ? "the end" : "'" + found.value() + "' at character " + (found.at() + 1);
        return new FarmException(
                ErrorCode.CONFIG,
                "Cannot understand the filter: found " + shown + ", expected " + expected + "\n  " + source + "\n  "
                        + " ".repeat(found.at()) + "^");
    }
}
