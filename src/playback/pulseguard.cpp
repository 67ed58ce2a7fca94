// SPDX-License-Identifier: GPL-3.0-or-later
#include "playback/pulseguard.h"

#include "playback/behindus.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

struct pa_context;
struct pa_stream;
struct pa_threaded_mainloop;

namespace Earmark {

using StateCallback = void (*)(pa_context *, void *);

struct Connection
{
    pa_context *context = nullptr; ///< Lives until Qt was told of its end.
    StateCallback callback = nullptr;
    void *userdata = nullptr;
    bool isReady = false; ///< And not just being made.
};

/// What Qt and libpulse say to each other about the connections that Qt has in a program: one for
/// the list of outputs, one for playing. Any thread.
class PulseConnections
{
public:
    void add(PulseGuard *guard)
    {
        const std::scoped_lock lock(m_mutex);
        m_guards.push_back(guard);
    }

    void remove(PulseGuard *guard)
    {
        {
            const std::scoped_lock lock(m_mutex);
            std::erase(m_guards, guard);
        }
        letGo(guard);
    }

    bool areUp()
    {
        const std::scoped_lock lock(m_mutex);
        return m_lost == 0;
    }

    /// Qt wants to know how a connection does from now on.
    void watch(const Connection &wanted)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_all, [&](const Connection &one) { return one.context == wanted.context; });
        m_all.push_back(wanted);
        if (wanted.isReady && m_lost > 0)
            --m_lost;
    }

    /// libpulse says how it does.
    void changed(pa_context *context, bool isFailed)
    {
        std::unique_lock lock(m_mutex);
        const auto one = std::find_if(m_all.begin(), m_all.end(), [&](const Connection &each) {
            return each.context == context;
        });
        if (one == m_all.end() || one->callback == nullptr)
            return;
        if (!isFailed || !one->isReady) {
            const Connection told = *one;
            lock.unlock();
            if (isFailed)
                cannotBeMade(context);
            told.callback(told.context, told.userdata);
            return;
        }
        ++m_lost;
        m_held.push_back(*one);
        m_all.erase(one);
        for (PulseGuard *guard : m_guards) {
            guard->m_isAsked = true;
            QMetaObject::invokeMethod(guard, &PulseGuard::lost, Qt::QueuedConnection);
        }
        deliver(std::move(lock));
    }

    /// There is no server for a connection that Qt wanted, and it will not try again by itself.
    void cannotBeMade(pa_context *context)
    {
        const std::scoped_lock lock(m_mutex);
        const auto one = std::find_if(m_all.begin(), m_all.end(), [&](const Connection &each) {
            return each.context == context;
        });
        if (one == m_all.end() || !isOfQt(one->callback))
            return;
        std::erase(m_unmade, one->userdata);
        m_unmade.push_back(one->userdata);
        m_all.erase(one);
        for (PulseGuard *guard : m_guards)
            QMetaObject::invokeMethod(guard, &PulseGuard::awaitServer, Qt::QueuedConnection);
    }

    bool isAnyUnmade()
    {
        const std::scoped_lock lock(m_mutex);
        return !m_unmade.empty();
    }

    /// A server answers. GUI thread.
    void makeAnew()
    {
        std::unique_lock lock(m_mutex);
        const std::vector<void *> engines = std::exchange(m_unmade, {});
        lock.unlock();
        for (void *engine : engines) {
            auto *object = static_cast<QObject *>(engine);
            if (object->metaObject()->indexOfMethod("prepare()") >= 0)
                QMetaObject::invokeMethod(object, "prepare", Qt::DirectConnection);
        }
    }

    void letGo(PulseGuard *guard)
    {
        std::unique_lock lock(m_mutex);
        guard->m_isAsked = false;
        deliver(std::move(lock));
    }

private:
    /// Its userdata is a QPulseAudioEngine then, a QObject whose slot prepare() connects.
    static bool isOfQt(StateCallback callback)
    {
        Dl_info found{};
        return callback != nullptr && dladdr(reinterpret_cast<void *>(callback), &found) != 0
                && std::string_view(found.dli_fname).find("libQt6Multimedia.")
                != std::string_view::npos;
    }

    /// What was held back, once nobody plays any more: Qt asks for the state itself.
    void deliver(std::unique_lock<std::mutex> lock)
    {
        if (std::any_of(m_guards.begin(), m_guards.end(),
                        [](const PulseGuard *guard) { return guard->m_isAsked; }))
            return;
        const std::vector<Connection> held = std::exchange(m_held, {});
        lock.unlock();
        for (const Connection &one : held)
            one.callback(one.context, one.userdata);
    }

    std::mutex m_mutex;
    std::vector<PulseGuard *> m_guards;
    std::vector<Connection> m_all;
    std::vector<Connection> m_held; ///< Failed, and Qt does not know yet.
    std::vector<void *> m_unmade; ///< userdata of Connection.
    int m_lost = 0; ///< Of those that were up, with no new one for them.
};

namespace {

// Of libpulse's stable interface (pulse/def.h).
constexpr int ContextReady = 4;
constexpr int ContextFailed = 5;
constexpr std::size_t MostAtOnce = std::size_t{64} * 1'024; // bytes; Qt writes 10 ms at a time

// As many as libpulse itself has: one in a program, whose callbacks come at any time.
constinit PulseConnections connections;

int stateOf(pa_context *context)
{
    static const auto real = behindUs<int (*)(pa_context *)>("pa_context_get_state");
    return real == nullptr ? 0 : real(context);
}

void contextChanged(pa_context *context, void * /*userdata*/)
{
    connections.changed(context, stateOf(context) == ContextFailed);
}

} // namespace

PulseGuard::PulseGuard(QObject *parent) : QObject(parent)
{
    connections.add(this);
    connect(&m_probe, &PulseProbe::answered, this, [this] {
        if (std::exchange(m_hasLetGo, false))
            connections.letGo(this);
        connections.makeAnew();
    });
    if (connections.isAnyUnmade())
        awaitServer();
}

PulseGuard::~PulseGuard()
{
    connections.remove(this);
}

bool PulseGuard::isConnected()
{
    return connections.areUp();
}

void PulseGuard::letGo()
{
    m_hasLetGo = true;
    m_probe.start();
}

void PulseGuard::awaitServer()
{
    m_probe.start();
}

} // namespace Earmark

// Named for the linker, which takes what the program itself defines, as libpulse names its own.
extern "C" {

void setStateCallback(pa_context *context, Earmark::StateCallback callback,
                      void *userdata) __asm__("pa_context_set_state_callback");
int connectContext(pa_context *context, const char *server, int flags,
                   const void *spawn) __asm__("pa_context_connect");
int beginWrite(pa_stream *stream, void **data, std::size_t *bytes) __asm__("pa_stream_begin_write");
int writeSamples(pa_stream *stream, const void *data, std::size_t bytes, void (*freeData)(void *),
                 std::int64_t offset, int seek) __asm__("pa_stream_write");

void setStateCallback(pa_context *context, Earmark::StateCallback callback, void *userdata)
{
    using Set = void (*)(pa_context *, Earmark::StateCallback, void *);
    static const auto real = Earmark::behindUs<Set>("pa_context_set_state_callback");
    if (real == nullptr)
        return;
    const bool isReady = Earmark::stateOf(context) == Earmark::ContextReady;
    Earmark::connections.watch({context, callback, userdata, isReady});
    real(context, callback == nullptr ? nullptr : Earmark::contextChanged, userdata);
}

int connectContext(pa_context *context, const char *server, int flags, const void *spawn)
{
    using Connect = int (*)(pa_context *, const char *, int, const void *);
    static const auto real = Earmark::behindUs<Connect>("pa_context_connect");
    const int result = real == nullptr ? -1 : real(context, server, flags, spawn);
    if (result < 0)
        Earmark::connections.cannotBeMade(context);
    return result;
}

int beginWrite(pa_stream *stream, void **data, std::size_t *bytes)
{
    using Begin = int (*)(pa_stream *, void **, std::size_t *);
    static const auto real = Earmark::behindUs<Begin>("pa_stream_begin_write");
    if (real != nullptr && real(stream, data, bytes) >= 0)
        return 0;
    thread_local std::array<char, Earmark::MostAtOnce> nowhere;
    *data = nowhere.data();
    *bytes = std::min(*bytes, nowhere.size());
    return 0;
}

int writeSamples(pa_stream *stream, const void *data, std::size_t bytes, void (*freeData)(void *),
                 std::int64_t offset, int seek)
{
    using Write
            = int (*)(pa_stream *, const void *, std::size_t, void (*)(void *), std::int64_t, int);
    static const auto real = Earmark::behindUs<Write>("pa_stream_write");
    if (real != nullptr)
        real(stream, data, bytes, freeData, offset, seek);
    return 0;
}

/// Qt 6.4 forgets a connection's thread before its last answers came, and libpulse ends the whole
/// program for a null (seen once, at the restart of a server).
void signalThread(pa_threaded_mainloop *thread, int waits) __asm__("pa_threaded_mainloop_signal");

void signalThread(pa_threaded_mainloop *thread, int waits)
{
    using Signal = void (*)(pa_threaded_mainloop *, int);
    static const auto real = Earmark::behindUs<Signal>("pa_threaded_mainloop_signal");
    if (thread != nullptr && real != nullptr)
        real(thread, waits);
}
}
