// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/failonwarning.h"
#include "ui/video/videoshape.h"

#include <QTest>

using namespace Earmark;

/// How large a picture is shown where.
class TestVideoShape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void picturesKeepTheirShape_data();
    void picturesKeepTheirShape();
    void aPanelKeepsRoomForTheNotes_data();
    void aPanelKeepsRoomForTheNotes();
    void smallWindowsStayUsable_data();
    void smallWindowsStayUsable();
    void draggedEdgesLeaveTheOthersWhereTheyAre_data();
    void draggedEdgesLeaveTheOthersWhereTheyAre();
};

void TestVideoShape::init()
{
    failOnAnyWarning();
}

void TestVideoShape::picturesKeepTheirShape_data()
{
    QTest::addColumn<QSize>("shape");
    QTest::addColumn<QRect>("picture");
    QTest::newRow("unknown is 16:9") << QSize() << QRect(0, 50, 320, 180);
    QTest::newRow("as wide") << QSize(1280, 720) << QRect(0, 50, 320, 180);
    QTest::newRow("upright") << QSize(9, 16) << QRect(81, 0, 157, 280);
    QTest::newRow("square") << QSize(40, 40) << QRect(20, 0, 280, 280);
}

void TestVideoShape::picturesKeepTheirShape()
{
    QFETCH(const QSize, shape);
    QTEST(fitted(shape, QRect(0, 0, 320, 280)), "picture");
}

void TestVideoShape::aPanelKeepsRoomForTheNotes_data()
{
    QTest::addColumn<QSize>("shape");
    QTest::addColumn<QSize>("panel");
    QTest::addColumn<int>("height");
    QTest::newRow("the whole picture") << QSize(16, 9) << QSize(380, 700) << 214;
    QTest::newRow("a wide panel") << QSize(16, 9) << QSize(900, 700) << 315;
    QTest::newRow("a low window") << QSize(16, 9) << QSize(380, 388) << 78;
    QTest::newRow("upright") << QSize(9, 16) << QSize(380, 700) << 315;
    QTest::newRow("never nothing") << QSize(16, 9) << QSize(380, 200) << 64;
    QTest::newRow("unknown") << QSize() << QSize(320, 700) << 180;
}

void TestVideoShape::aPanelKeepsRoomForTheNotes()
{
    QFETCH(const QSize, shape);
    QFETCH(const QSize, panel);
    QTEST(heightInPanel(shape, panel.width(), panel.height()), "height");
}

void TestVideoShape::smallWindowsStayUsable_data()
{
    QTest::addColumn<QSize>("shape");
    QTest::addColumn<int>("longer");
    QTest::addColumn<QSize>("size");
    QTest::newRow("as wished") << QSize(16, 9) << 480 << QSize(480, 270);
    QTest::newRow("upright") << QSize(9, 16) << 480 << QSize(270, 480);
    QTest::newRow("not smaller") << QSize(16, 9) << 10 << QSize(240, 135);
    QTest::newRow("not larger than the screen") << QSize(16, 9) << 5000 << QSize(1600, 900);
    QTest::newRow("no thread of a window") << QSize(4000, 1) << 480 << QSize(480, 160);
}

void TestVideoShape::smallWindowsStayUsable()
{
    QFETCH(const QSize, shape);
    QFETCH(const int, longer);
    QTEST(smallWindowSize(shape, longer, {1600, 1000}), "size");
}

void TestVideoShape::draggedEdgesLeaveTheOthersWhereTheyAre_data()
{
    QTest::addColumn<Qt::Edges>("edges");
    QTest::addColumn<QPoint>("by");
    QTest::addColumn<QRect>("window");
    using Edges = Qt::Edges;
    QTest::newRow("right") << Edges(Qt::RightEdge) << QPoint(80, 50) << QRect(500, 400, 400, 225);
    QTest::newRow("left") << Edges(Qt::LeftEdge) << QPoint(-80, 0) << QRect(420, 400, 400, 225);
    QTest::newRow("bottom") << Edges(Qt::BottomEdge) << QPoint(9, 45) << QRect(500, 400, 400, 225);
    QTest::newRow("top") << Edges(Qt::TopEdge) << QPoint(0, -45) << QRect(500, 355, 400, 225);
    QTest::newRow("corner") << Edges(Qt::TopEdge | Qt::LeftEdge) << QPoint(-80, 0)
                            << QRect(420, 355, 400, 225);
    QTest::newRow("too small") << Edges(Qt::LeftEdge) << QPoint(900, 0)
                               << QRect(580, 400, 240, 135);
}

void TestVideoShape::draggedEdgesLeaveTheOthersWhereTheyAre()
{
    QFETCH(const Qt::Edges, edges);
    QFETCH(const QPoint, by);
    QTEST(draggedWindow(QRect(500, 400, 320, 180), edges, by, {16, 9}, {1600, 1000}), "window");
}

QTEST_MAIN(TestVideoShape)
#include "tst_videoshape.moc"
