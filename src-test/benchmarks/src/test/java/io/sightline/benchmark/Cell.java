package io.sightline.benchmark;

/**
 * What is compared with what: the same pictures or batches, sent by the same number of clients.
 *
 * @param size such as 1920x1080, or 200 records
 */
record Cell(String model, String size, int clients) {
    @Override
    public String toString() {
        return size + ", " + clients + (clients == 1 ? " client" : " clients");
    }
}
