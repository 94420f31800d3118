package io.sightline.detection;

/**
 * A box that a model proposes, before suppression.
 *
 * @param index place in the model's output; of equal scores the lower index comes first
 * @param x1 left edge in pixels of the input tensor
 * @param y1 top edge in pixels of the input tensor
 * @param x2 right edge in pixels of the input tensor
 * @param y2 bottom edge in pixels of the input tensor
 */
record Candidate(int index, int classId, float score, float x1, float y1, float x2, float y2) {
    /** A box that is given by its centre and its size. */
    static Candidate centred(int index, int classId, float score, float x, float y, float width, float height) {
        return new Candidate(index, classId, score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }
}
