package armfarm.simulation;

/**
 * A depth buffer that meshes are drawn into. Depth is a number that is linear on the screen and greater for nearer points:
 * 1/z for a perspective view, the height towards the light for a parallel one. With colour buffers it also keeps, per
 * pixel, the colour of the nearest surface and how squarely the light meets it (0..1).
 *
 * <p>Not thread-safe; all buffers are reused.
 */
final class Raster {
    private static final float NEAR = 0.05f;

    final int width;
    final int height;
    final float[] depth;
    final int[] rgb;
    final float[] light;

    private final boolean perspective;
    private final float scaleX;
    private final float scaleY;
    private final float centreX;
    private final float centreY;
    /** Rows of the transform from the bin frame to the view frame: rotation 9, translation 3. */
    private final float[] view;

    private float[] screen = new float[3 * 256];
    private float[] vertexLight = new float[256];
    private final float[] modelView = new float[12];

    /**
     * @param focal pixels per unit of x/z (perspective) or per metre (parallel), then the principal point in pixels:
     *     scaleX, scaleY, centreX, centreY
     */
    Raster(int width, int height, boolean perspective, float[] focal, float[] view) {
        this.width = width;
        this.height = height;
        this.perspective = perspective;
        this.view = view.clone();
        scaleX = focal[0];
        scaleY = focal[1];
        centreX = focal[2];
        centreY = focal[3];
        depth = new float[width * height];
        rgb = perspective ? new int[width * height] : null;
        light = perspective ? new float[width * height] : null;
    }

    /** Draws a mesh. @param towardsLight unit vector in the bin frame */
    void draw(Mesh mesh, Placement placement, int color, float[] towardsLight) {
        combine(placement);
        if (outside(mesh.radius)) {
            return;
        }
        project(mesh);
        if (rgb != null) {
            shade(mesh, placement.rotation, towardsLight);
        }
        int[] t = mesh.triangles;
        for (int i = 0; i < t.length; i += 3) {
            triangle(t[i], t[i + 1], t[i + 2], color);
        }
    }

    private void combine(Placement placement) {
        float[] r = placement.rotation;
        float[] t = placement.translation;
        for (int row = 0; row < 3; row++) {
            float a = view[3 * row];
            float b = view[3 * row + 1];
            float c = view[3 * row + 2];
            modelView[3 * row] = a * r[0] + b * r[3] + c * r[6];
            modelView[3 * row + 1] = a * r[1] + b * r[4] + c * r[7];
            modelView[3 * row + 2] = a * r[2] + b * r[5] + c * r[8];
            modelView[9 + row] = a * t[0] + b * t[1] + c * t[2] + view[9 + row];
        }
    }

    /** Whether a sphere around the mesh's origin lies beyond one border of the picture. */
    private boolean outside(float radius) {
        float z = perspective ? modelView[11] : 1;
        return (perspective && z + radius < NEAR)
                || beyond(scaleX * modelView[9], centreX, z, width, radius * Math.abs(scaleX), radius)
                || beyond(scaleY * modelView[10], centreY, z, height, radius * Math.abs(scaleY), radius);
    }

    private boolean beyond(float scaled, float centre, float z, int size, float reach, float radius) {
        float depthReach = perspective ? radius : 0;
        return scaled + centre * z + reach + Math.abs(centre) * depthReach < 0
                || scaled + (centre - size) * z - reach - Math.abs(centre - size) * depthReach > 0;
    }

    private void project(Mesh mesh) {
        float[] v = mesh.vertices;
        if (screen.length < v.length) {
            screen = new float[v.length];
            vertexLight = new float[v.length / 3];
        }
        float[] m = modelView;
        for (int i = 0; i < v.length; i += 3) {
            float x = m[0] * v[i] + m[1] * v[i + 1] + m[2] * v[i + 2] + m[9];
            float y = m[3] * v[i] + m[4] * v[i + 1] + m[5] * v[i + 2] + m[10];
            float z = m[6] * v[i] + m[7] * v[i + 1] + m[8] * v[i + 2] + m[11];
            float w = perspective ? (z > NEAR ? 1 / z : Float.NaN) : 1;
            screen[i] = scaleX * x * w + centreX;
            screen[i + 1] = scaleY * y * w + centreY;
            screen[i + 2] = perspective ? w : z;
        }
    }

    private void shade(Mesh mesh, float[] r, float[] l) {
        float x = r[0] * l[0] + r[3] * l[1] + r[6] * l[2];
        float y = r[1] * l[0] + r[4] * l[1] + r[7] * l[2];
        float z = r[2] * l[0] + r[5] * l[1] + r[8] * l[2];
        float[] n = mesh.normals;
        for (int i = 0, vertex = 0; i < n.length; i += 3, vertex++) {
            vertexLight[vertex] = Math.max(0, n[i] * x + n[i + 1] * y + n[i + 2] * z);
        }
    }

    private void triangle(int a, int b, int c, int color) {
        float ax = screen[3 * a];
        float ay = screen[3 * a + 1];
        float bx = screen[3 * b] - ax;
        float by = screen[3 * b + 1] - ay;
        float cx = screen[3 * c] - ax;
        float cy = screen[3 * c + 1] - ay;
        float area = bx * cy - by * cx;
        // Seen from outside a triangle runs clockwise on a screen whose y points down; NaN is behind the camera.
        if (!(area < 0)) {
            return;
        }
        int left = Math.max(0, (int) Math.ceil(Math.min(0, Math.min(bx, cx)) + ax - 0.5f));
        int right = Math.min(width - 1, (int) Math.floor(Math.max(0, Math.max(bx, cx)) + ax - 0.5f));
        int top = Math.max(0, (int) Math.ceil(Math.min(0, Math.min(by, cy)) + ay - 0.5f));
        int bottom = Math.min(height - 1, (int) Math.floor(Math.max(0, Math.max(by, cy)) + ay - 0.5f));
        float d0 = screen[3 * a + 2];
        float db = screen[3 * b + 2] - d0;
        float dc = screen[3 * c + 2] - d0;
        float inverse = 1 / area;
        for (int y = top; y <= bottom; y++) {
            float py = y + 0.5f - ay;
            for (int x = left; x <= right; x++) {
                float px = x + 0.5f - ax;
                float wb = (px * cy - py * cx) * inverse;
                float wc = (bx * py - by * px) * inverse;
                if (wb >= 0 && wc >= 0 && wb + wc <= 1) {
                    int pixel = y * width + x;
                    float d = d0 + wb * db + wc * dc;
                    if (d > depth[pixel]) {
                        depth[pixel] = d;
                        if (rgb != null) {
                            rgb[pixel] = color;
                            float l0 = vertexLight[a];
                            light[pixel] = l0 + wb * (vertexLight[b] - l0) + wc * (vertexLight[c] - l0);
                        }
                    }
                }
            }
        }
    }
}
