package io.sightline.benchmark;

/**
 * What is compared with what: the same pictures, sent by the same number of clients.
 *
 * @param size such as 1920x1080
 */
record Cell(String model, String size, int clients) {
    @Override
    public String toString() {
        return size + ", " + clients + (clients == 1 ? " client" : " clients");
    }
}
