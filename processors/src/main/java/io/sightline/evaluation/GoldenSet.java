package io.sightline.evaluation;

import io.sightline.claim.Sha256;
import io.sightline.failure.Quotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Pictures with the boxes that a model should find, in COCO's detection format (<a
 * href="https://cocodataset.org/#format-data">cocodataset.org</a>).
 *
 * <p>Read are {@code images} (id, file_name, width, height), {@code annotations} (id, image_id, category_id, bbox as x,
 * y, width and height in pixels of the upright picture, iscrowd, area) and {@code categories} (id, name); all else is
 * passed over. That goes for an annotation's {@code ignore} too: pycocotools overwrites it with {@code iscrowd}.
 */
public final class GoldenSet {
    /** Longest document in bytes. */
    public static final int MAX_BYTES = 32 << 20;
    /** Most pictures: candidate and serving version look at each of them, mostly several times. */
    public static final int MAX_PICTURES = 10_000;

    private final String file;
    private final Sha256 sha256;
    private final List<GoldenPicture> pictures;
    private final SortedMap<Long, String> categories;
    private final Map<Long, List<GoldenBox>> boxes;

    private GoldenSet(String file, Sha256 sha256, CocoDocument document) {
        this.file = file;
        this.sha256 = sha256;
        this.pictures = List.copyOf(document.pictures().values());
        this.categories = document.categories();
        this.boxes = document.boxes();
    }

    /**
     * Reads a golden set.
     *
     * @param file name of the document, for messages
     * @param json the document, at most {@link #MAX_BYTES} bytes
     * @throws IllegalArgumentException with a message that names the file, the entry, its value and the way out
     */
    public static GoldenSet read(String file, byte[] json) {
        if (json.length > MAX_BYTES) {
            throw refusal(
                    file,
                    "it has " + json.length + " bytes, the limit is " + MAX_BYTES
                            + "; leave out fields such as segmentation, which are not read, or some of the images");
        }
        var set = new GoldenSet(file, Sha256.of(json), new CocoReader(file).read(json));
        if (set.pictures.isEmpty()) {
            throw refusal(file, "images is empty; a golden set needs at least one picture");
        }
        if (set.countingCategories().isEmpty()) {
            throw refusal(
                    file,
                    "annotations has no box that counts (with iscrowd 0), so every model would be as good as any other;"
                            + " add what the pictures show");
        }
        return set;
    }

    /** SHA-256 of the document, as {@code sha256sum} tells it; what the pictures look like is not in it. */
    public Sha256 sha256() {
        return sha256;
    }

    /** The pictures in the order of their ids. */
    public List<GoldenPicture> pictures() {
        return pictures;
    }

    /**
     * Refuses a set that has boxes of categories which a model does not know.
     *
     * @param labels names of the model's classes
     * @throws IllegalArgumentException with the categories that are missing, both lists and the way out
     */
    public void requireFit(Collection<String> labels) {
        LabelFit.of(this, labels);
    }

    /** Names of the categories by id. */
    SortedMap<Long, String> categories() {
        return categories;
    }

    /** True boxes of a picture, in the order of the document. */
    List<GoldenBox> boxes(GoldenPicture picture) {
        return boxes.getOrDefault(picture.id(), List.of());
    }

    /** Ids of the categories with a box that has to be found, which are those that count. */
    SortedSet<Long> countingCategories() {
        return boxes.values().stream()
                .flatMap(List::stream)
                .filter(box -> !box.crowd())
                .map(GoldenBox::category)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    IllegalArgumentException refusal(String reason) {
        return refusal(file, reason);
    }

    static IllegalArgumentException refusal(String file, String reason) {
        return new IllegalArgumentException("golden set " + Quotation.of(file) + ": " + reason);
    }
}
