package io.sightline.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Breaks a request in one to three ways. */
final class Mutator {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[A-Za-z_]+");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "1",
            "2",
            "3",
            "64",
            "65",
            "255",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e308",
            "1e999",
            "0.5",
            "NaN",
            "Infinity",
            "1.5",
            "00",
            "0x10",
            "\"1\"",
            "null",
            "[]",
            "{}");
    private static final List<String> WORDS = List.of(
            "\"\"",
            "\"x\"",
            "\"y\"",
            "null",
            "true",
            "[]",
            "{}",
            "\"FP32\"",
            "\"BYTES\"",
            "\"INT64\"",
            "\"BF16\"",
            "\"STRING\"",
            "\"../../x\"",
            "\"%00\"",
            "\"\u00fc\"",
            "\"\\u0000\"",
            "inputs",
            "\"data\"",
            "\"map\"");
    private static final List<String> VALUES = List.of(
            "",
            "*/*",
            "image/jpeg",
            "image/png",
            "image/webp",
            "application/json",
            "text/html",
            "gzip",
            "deflate",
            "identity",
            "br",
            "multipart/form-data",
            "multipart/form-data; boundary=y",
            "-1",
            "0",
            "1",
            "17",
            "999999999",
            "99999999999999999999",
            "chunked",
            "keep-alive",
            "Bearer",
            "Bearer x",
            "00-0-0-0",
            "bytes=0-1");
    private static final List<String> NAMES = List.of(
            "Content-Type",
            "Content-Encoding",
            "Accept",
            "Accept-Encoding",
            "Inference-Header-Content-Length",
            "Authorization",
            "traceparent",
            "Range",
            "X-Forwarded-For",
            "CamelHttpResponseCode");
    private static final List<String> PIECES = List.of(
            "/",
            "..",
            "%2e%2e",
            "%00",
            "%zz",
            ";a=b",
            "?",
            "&",
            "=",
            "model=",
            "minConfidence=NaN",
            "maxDetections=-1",
            "image=annotated",
            "version=champion",
            "%ff",
            "//",
            "small",
            "infer",
            "ready");

    private final SplittableRandom random;
    private final List<Consumer<Draft>> ways = List.of(
            this::flip,
            this::flip,
            this::cut,
            this::repeat,
            this::overwrite,
            this::number,
            this::number,
            this::word,
            this::header,
            this::header,
            this::target,
            this::target,
            this::compress,
            this::dimensions,
            this::lie);

    Mutator(SplittableRandom random) {
        this.random = random;
    }

    void breakIt(Draft draft) {
        for (int times = random.nextInt(1, 4); times > 0; times--) {
            any(ways).accept(draft);
        }
    }

    /** Some bits of the content, or of the JSON when there is nothing else. */
    private void flip(Draft draft) {
        if (draft.content.length == 0) {
            word(draft);
            return;
        }
        for (int times = random.nextInt(1, 9); times > 0; times--) {
            draft.content[random.nextInt(draft.content.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void cut(Draft draft) {
        draft.content = Arrays.copyOf(draft.content, random.nextInt(draft.content.length + 1));
    }

    private void repeat(Draft draft) {
        var from = random.nextInt(draft.content.length + 1);
        var to = random.nextInt(from, draft.content.length + 1);
        var bytes = new ByteArrayOutputStream();
        bytes.write(draft.content, 0, to);
        bytes.write(draft.content, from, draft.content.length - from);
        draft.content = bytes.toByteArray();
    }

    private void overwrite(Draft draft) {
        var from = random.nextInt(draft.content.length + 1);
        for (int i = from; i < Math.min(draft.content.length, from + random.nextInt(64)); i++) {
            draft.content[i] = (byte) random.nextInt();
        }
    }

    private void number(Draft draft) {
        draft.json = replaced(draft.json, NUMBER, NUMBERS);
        mayStateJsonLength(draft);
    }

    private void word(Draft draft) {
        draft.json = replaced(draft.json, WORD, WORDS);
        mayStateJsonLength(draft);
    }

    private void mayStateJsonLength(Draft draft) {
        if (random.nextInt(4) > 0) {
            draft.stateJsonLength();
        }
    }

    private void header(Draft draft) {
        draft.headers.put(any(NAMES), random.nextBoolean() ? any(VALUES) : any(NUMBERS));
    }

    private void target(Draft draft) {
        var at = random.nextInt(1, draft.target.length() + 1);
        var rest = Math.min(draft.target.length(), at + random.nextInt(3));
        draft.target = draft.target.substring(0, at) + any(PIECES) + draft.target.substring(rest);
    }

    /** Sound or not, and now and then much larger than it looks. */
    private void compress(Draft draft) {
        if (random.nextInt(50) == 0) {
            draft.content = new byte[30_000_000];
        }
        try (var bytes = new ByteArrayOutputStream();
                var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(draft.content);
            gzip.finish();
            draft.content = bytes.toByteArray();
            draft.headers.put("Content-Encoding", random.nextInt(4) == 0 ? "deflate" : "gzip");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a JPEG or PNG says of its size. */
    private void dimensions(Draft draft) {
        for (int i = 0; i + 9 < draft.content.length; i++) {
            var isFrame = (draft.content[i] & 0xff) == 0xff && (draft.content[i + 1] & 0xf0) == 0xc0;
            var isHeader = draft.content[i] == 'I' && draft.content[i + 1] == 'H' && draft.content[i + 2] == 'D';
            if (isFrame || isHeader) {
                draft.content[i + random.nextInt(4, 10)] = (byte) random.nextInt();
            }
        }
    }

    private void lie(Draft draft) {
        draft.lengthLie = random.nextInt(-20, 21);
    }

    private String replaced(String text, Pattern pattern, List<String> by) {
        var found = new ArrayList<MatchResult>();
        // The long list of numbers is not where it gets interesting.
        pattern.matcher(text).results().limit(40).forEach(found::add);
        if (found.isEmpty()) {
            return text;
        }
        var chosen = any(found);
        return text.substring(0, chosen.start()) + any(by) + text.substring(chosen.end());
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
