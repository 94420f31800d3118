package io.sightline.picture;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises kinds of files that are not read, so that a refusal can name them. */
public record UnreadKind(String name, int position, List<String> marks) {
    private static final List<UnreadKind> KINDS = List.of(
            new UnreadKind("a GIF", 0, List.of("GIF87a", "GIF89a")),
            new UnreadKind("a TIFF", 0, List.of("II*\0", "MM\0*", "II+\0", "MM\0+")),
            new UnreadKind("a PDF", 0, List.of("%PDF")),
            new UnreadKind("PostScript", 0, List.of("%!PS")),
            new UnreadKind("a Photoshop file", 0, List.of("8BPS")),
            new UnreadKind("a JPEG 2000", 0, List.of("\0\0\0\fjP", "\u00ffO\u00ffQ")),
            new UnreadKind("a JPEG XL", 0, List.of("\u00ff\n", "\0\0\0\fJXL ")),
            new UnreadKind("an AVIF, HEIF or video file", 4, List.of("ftyp")),
            new UnreadKind("a WAV or AVI file", 0, List.of("RIFF")),
            new UnreadKind("an icon", 0, List.of("\0\0\u0001\0", "\0\0\u0002\0")),
            new UnreadKind("a ZIP archive", 0, List.of("PK\u0003\u0004")),
            new UnreadKind("gzip data", 0, List.of("\u001f\u008b")),
            new UnreadKind("an EXR", 0, List.of("v/1\u0001")));
    private static final Map<String, String> MARKUP =
            Map.of("<svg", "an SVG", "<!doctype html", "an HTML page", "<html", "an HTML page", "<?xml", "XML or SVG");
    private static final int BITMAP_HEADER = 14;

    /** What the bytes are, in words; empty when they are nothing known, a JPEG, a PNG or a WebP. */
    public static Optional<String> of(byte[] content) {
        var bytes = new Bytes(content);
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return Optional.empty();
        }
        if (bytes.has(0, "BM") && bytes.length() > BITMAP_HEADER && bytes.bigEndian32(6) == 0) {
            return Optional.of("a BMP");
        }
        return KINDS.stream()
                .filter(kind -> kind.marks.stream().anyMatch(mark -> bytes.has(kind.position, mark)))
                .map(UnreadKind::name)
                .findFirst()
                .or(() -> markup(bytes));
    }

    private static Optional<String> markup(Bytes bytes) {
        var text = new String(bytes.content(), 0, Math.min(bytes.length(), 256), StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return MARKUP.entrySet().stream()
                .filter(entry -> text.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
